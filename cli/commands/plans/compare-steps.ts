import { type Expected, isAnyOf, isList, type Scalar } from '../../../lambdas/enrich/match-plans.js';

type Parts = Readonly<Record<string, Expected>>;

/** Whether some event can contain both. Lists never exclude each other: one event's list may hold what both expect. */
export function canMeet(a: Expected, b: Expected): boolean {
  const [valuesOfA, valuesOfB] = [valuesOf(a), valuesOf(b)];
  if (valuesOfA && valuesOfB) return valuesOfA.some((value) => valuesOfB.includes(value));
  if (valuesOfA || valuesOfB) return false;
  if (isList(a) || isList(b)) return isList(a) && isList(b);
  const [partsOfA, partsOfB] = [a as Parts, b as Parts];
  return Object.entries(partsOfA).every(([key, part]) => {
    const other = partsOfB[key];
    return other === undefined || canMeet(part, other);
  });
}

/** A text that is the same for what expects the same, in whatever order it is written. */
export function canonical(expected: Expected): string {
  const values = valuesOf(expected);
  if (values) return `one of ${values.map((value) => JSON.stringify(value)).sort()}`;
  if (isList(expected)) return `[${expected.map(canonical).sort()}]`;
  const parts = Object.entries(expected as Parts).map(([key, part]) => `${JSON.stringify(key)}: ${canonical(part)}`);
  return `{${parts.sort()}}`;
}

/**
 * What is expected with a single value in each place: the `index`-th of each "one of", from the start again where it
 * has fewer. As many variants as the longest has values use each of them.
 */
export function variantOf(expected: Expected, index: number): unknown {
  const values = valuesOf(expected);
  if (values) return values[index % values.length];
  if (isList(expected)) return expected.map((element) => variantOf(element, index));
  return Object.fromEntries(Object.entries(expected as Parts).map(([key, part]) => [key, variantOf(part, index)]));
}

/** Variants that are needed to use every value. */
export function countVariants(expected: Expected): number {
  const values = valuesOf(expected);
  if (values) return values.length;
  return Math.max(1, ...Object.values(expected as Parts | readonly Expected[]).map(countVariants));
}

/** The values that are allowed where one is expected; nothing for objects and lists. */
function valuesOf(expected: Expected): readonly Scalar[] | undefined {
  if (typeof expected !== 'object' || expected === null) return [expected];
  return isAnyOf(expected) ? expected.anyOf : undefined;
}
