/** Characters of a tag at most. Upstream's column. */
export const maxTagLength = 100;

/**
 * What a path can't carry to the route: "HTTP APIs decode a path before they look for its route", so these end its
 * segment or the path itself, or are decoded twice on the way. Half a surrogate pair has no UTF-8, and U+FFFD is what
 * such a half has become.
 */
const unreadable = /[/\\%?#\p{Cc}\p{Cs}\uFFFD]/u;

/** What is wrong with a tag, for who chose it: one that can't stand in the path of a read would never be read. */
export function findTagFault(tag: string): string | undefined {
  if (tag === '') return 'tag is empty';
  const [found] = unreadable.exec(tag) ?? /^\.{1,2}$/.exec(tag) ?? [];
  if (found === undefined) return undefined;
  return (
    'tag: expected any characters but / \\ % ? #, control characters and halves of pairs, and more than . or .. alone, ' +
    `since a read has it in its path; found ${JSON.stringify(found)}.`
  );
}
