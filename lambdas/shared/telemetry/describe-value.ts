import { cutText } from '../text/well-formed.js';

/** JSON's own name for a value's kind. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

/** Whether a JSON value is an object, and neither a list nor null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return kindOf(value) === 'object';
}

/** JSON has numbers that no double holds, `1e999`: the parser makes Infinity of them, and no reader has the same. */
const tooLarge = 'a number beyond ±1.8e308, more than a double holds';

function isTooLarge(value: unknown): boolean {
  return value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;
}

/** `kindOf` for a message: it tells a number that is none for its readers from others. */
export function foundKind(value: unknown): string {
  return isTooLarge(value) ? tooLarge : kindOf(value);
}

/** A value for a message: JSON, at most 60 characters. */
export function shorten(value: unknown): string {
  if (isTooLarge(value)) return tooLarge;
  const text = JSON.stringify(value, (_, inner) => (isTooLarge(inner) ? tooLarge : inner)) ?? 'nothing';
  return text.length > 60 ? `${cutText(text, 57)}…` : text;
}
