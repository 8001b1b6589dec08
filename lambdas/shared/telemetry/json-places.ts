import { isObject } from './describe-value.js';

type Json = Record<string, unknown>;

/** What is asked of a text. */
export type Matches = (text: string) => boolean;

/** Whether a text under a path matches, whatever the case of its keys. Lists are looked into, one level deep. */
export function matchesAt(value: unknown, path: readonly string[], matches: Matches, at = 0): boolean {
  // A text on the way may be what should stand there, encoded once too often.
  if (typeof value === 'string') return matches(value);
  if (Array.isArray(value)) return value.some((inner) => !Array.isArray(inner) && matchesAt(inner, path, matches, at));
  const wanted = path[at];
  if (wanted === undefined || !isObject(value)) return false;
  for (const key in value) {
    if (isLike(key, wanted) && matchesAt(value[key], path, matches, at + 1)) return true;
  }
  return false;
}

/**
 * Ids under a path, whatever the case of its keys; numbers too. Lists are looked into, one level deep. Of a text on the
 * way, which may be what should stand there encoded once too often, all that could be an id in it.
 */
export function idsAt(value: unknown, path: readonly string[], at = 0): string[] {
  const wanted = path[at];
  if (typeof value === 'string') return wanted === undefined ? [value] : idsInText(value);
  if (typeof value === 'number') return wanted === undefined ? [String(value)] : [];
  if (Array.isArray(value)) return value.flatMap((inner) => (Array.isArray(inner) ? [] : idsAt(inner, path, at)));
  if (wanted === undefined || !isObject(value)) return [];
  return Object.keys(value).flatMap((key) => (isLike(key, wanted) ? idsAt(value[key], path, at + 1) : []));
}

/** Ids that are read from a text at most. */
const maxIdsInText = 1_000;

/** Values of keys called `id` in a text of JSON, however often its quotes are escaped; the first thousand. */
export function idsInText(text: string): string[] {
  const ids: string[] = [];
  for (const [, id = ''] of text.matchAll(/\bid\\*"\s*:\s*\\*"([^"\\]*)/gi)) {
    if (ids.push(id) === maxIdsInText) break;
  }
  return ids;
}

/**
 * Replaces what lies under a path; where a value on the way has no keys to go by, that value. What is null or the
 * replacement already stays.
 *
 * @returns if it did
 */
export function erase(parent: Json, path: readonly string[], replacement: string | readonly [], at = 0): boolean {
  const wanted = path[at];
  let erased = false;
  for (const key in parent) {
    if (wanted === undefined || !isLike(key, wanted)) continue;
    const value = parent[key];
    if (at < path.length - 1 && isObject(value)) {
      erased = erase(value, path, replacement, at + 1) || erased;
    } else if (value !== null && !isReplaced(value, replacement)) {
      parent[key] = typeof replacement === 'string' ? replacement : [];
      erased = true;
    }
  }
  return erased;
}

function isReplaced(value: unknown, replacement: string | readonly []): boolean {
  return value === replacement || (typeof replacement !== 'string' && Array.isArray(value) && value.length === 0);
}

/** Whether a key is a lower-case one but for its case. */
function isLike(key: string, wanted: string): boolean {
  return key === wanted || (key.length === wanted.length && key.toLowerCase() === wanted);
}
