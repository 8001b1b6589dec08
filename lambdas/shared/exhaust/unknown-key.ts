import { shorten } from '../telemetry/describe-value.js';
import { nearestName } from '../text/nearest-name.js';

/**
 * The first key of an object that nobody reads, told to who wrote it: passed over, a `startdate` would be yesterday's
 * data. A key that is null counts as left out.
 *
 * @param place what the object is called
 * @param known keys that are read
 * @param passed keys that are taken and not read
 */
export function findUnknownKey(
  place: string,
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
  passed: readonly string[] = [],
): string | undefined {
  const isKnown = (key: string) => known.includes(key) || passed.includes(key);
  const found = Object.keys(value).find((key) => value[key] !== null && value[key] !== undefined && !isKnown(key));
  if (found === undefined) return undefined;
  return `${place}: expected no keys but ${known.join(', ')}, found ${shorten(found)}${meant(found, known) || '.'}`;
}

/** A name that is none of the known ones, told to who wrote it; `undefined` where it is one. */
export function findUnknownName(place: string, found: string, known: readonly string[]): string | undefined {
  if (known.includes(found)) return undefined;
  return `${place}: expected one of ${known.join(', ')}, found ${shorten(found)}${meant(found, known)}`;
}

function meant(found: string, known: readonly string[]): string {
  const nearest = nearestName(found, known);
  return nearest === undefined ? '' : `. Did you mean ${nearest}?`;
}
