/** What an id of the registry looks like; the schemas say the same. What looks otherwise is in no record. */
export const idPattern = /^[A-Za-z0-9][A-Za-z0-9._:=~-]{0,127}$/;

/** The same for who sent another one. */
export const idExpected = '1 to 128 letters, digits and . _ : = ~ -, of which the first is a letter or a digit';

/** What makes a text no id: one character or its length, never the text, which may be an address or a number to call. */
export function foundForId(text: string): string {
  if (text === '') return 'an empty text';
  const characters = [...text];
  const place = characters.findIndex((character, at) => !idPattern.test(at === 0 ? character : `x${character}`));
  if (place === -1) return `${characters.length} characters`;
  return `${JSON.stringify(characters[place])} as character ${place + 1}`;
}
