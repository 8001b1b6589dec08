/** What is named of it; there is mostly one cause. */
const maxNamed = 10;

/** What could not be read, and so is in no count: how much that is, and the first of it by file and line. */
export function printUnreadable(unreadable: readonly string[]): string[] {
  if (unreadable.length === 0) return [];
  const more = unreadable.length - maxNamed;
  return [
    '',
    `unreadable ${unreadable.length}, in no count above`,
    ...unreadable.slice(0, maxNamed).map((what) => `  ${what}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}
