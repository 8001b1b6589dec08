import { cutText } from '../well-formed.js';

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

/** A value for a message: JSON, at most 60 characters. */
export function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${cutText(text, 57)}…` : text;
}
