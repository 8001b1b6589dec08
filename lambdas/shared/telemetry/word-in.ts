const notLetters = /[^\p{L}\p{M}]+/u;
/** `enter|Otp`; then also `SMSOTP|Code`, since nobody can say whether a row of capitals ends before its last. */
const joints = [/(?<=\p{Ll})(?=\p{Lu})/u, /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u];

/**
 * A test whether a text has a word, whatever its case: where what is no letter, or a capital after a small letter, ends
 * a word. One that begins or ends with it counts, as `otpless` and `loginotp` do: those who name things without a joint
 * put it there, and what is meant by it is to be found. One that has it inside doesn't, as `hotpot`.
 *
 * @param word of small letters
 */
export function wordIn(word: string): (text: string) => boolean {
  const anywhere = new RegExp(word, 'i');
  // Nearly no text has it at all, which is quick to see.
  return (text) => anywhere.test(text) && text.split(notLetters).some((run) => isOrHas(run, word));
}

function isOrHas(run: string, word: string): boolean {
  if (run.length < word.length) return false;
  if (run.toLowerCase() === word) return true;
  return joints.some((joint) => run.split(joint).some((part) => hasAtAnEnd(part.toLowerCase(), word)));
}

function hasAtAnEnd(part: string, word: string): boolean {
  return part.startsWith(word) || part.endsWith(word);
}
