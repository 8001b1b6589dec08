/** JSON text of what many events share. */
const texts = new WeakMap<object, string>();

/** Freezes what many events are to hold, and prints it once for all of them: printing is most of what they cost. */
export function shared<T extends object>(data: T): Readonly<T> {
  texts.set(data, JSON.stringify(data));
  return Object.freeze(data);
}

/**
 * The JSON text of an event whose properties may hold what is `shared`. These come last, and are taken out of the event.
 *
 * @param properties those that may; the event has others besides
 */
export function printEvent(event: Record<string, unknown>, properties: readonly string[]): string {
  let tail = '';
  for (const property of properties) {
    const text = texts.get(event[property] as object);
    if (text === undefined) continue;
    tail += `,"${property}":${text}`;
    // Not deleted, which would make a slow object of it; JSON leaves it out all the same.
    event[property] = undefined;
  }
  const own = JSON.stringify(event);
  return tail === '' ? own : `${own.slice(0, -1)}${own === '{}' ? tail.slice(1) : tail}}`;
}
