import { isObject } from '../telemetry/describe-value.js';

/**
 * JSON text as Sunbird's exports have it in a cell: without spaces, keys sorted, and without keys that are null.
 * Not by JSON.stringify, which puts keys that look like numbers first, and by their size.
 */
export function compactJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(compactJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const members = Object.keys(value)
    .filter((key) => value[key] !== null && value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${compactJson(value[key])}`);
  return `{${members.join(',')}}`;
}
