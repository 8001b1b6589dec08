import { putKey } from './put-key.js';

/** A text or a key that held half of a surrogate pair. */
export interface MendedPlace {
  /** JSON pointer, by the keys as they are now; the first 256 characters of it. */
  readonly pointer: string;
  /** The text as it was, with its halves escaped as JSON has them (`\ud83c`); the first 256 characters of it. */
  readonly was: string;
}

export interface Mended {
  readonly value: unknown;
  /** The first ten, in the order in which they are found. */
  readonly places: readonly MendedPlace[];
}

/** Places that are told, and characters of each: a text of halves alone must not become many times as long by it. */
const [maxPlaces, maxTold] = [10, 256];

/** The first characters of a text; where the cut goes through a surrogate pair, U+FFFD stands in place of its half. */
export function cutText(text: string, length: number): string {
  return text.slice(0, length).toWellFormed();
}

/** Whether JSON text may hold half of a surrogate pair, escaped or not: one that does not is not to be searched. */
export function mayHoldHalves(text: string): boolean {
  return /\\u[dD]/.test(text) || !text.isWellFormed();
}

/** Something that has members. */
interface Open {
  readonly value: Record<string, unknown>;
  readonly pointer: string;
}

/**
 * Puts U+FFFD in place of each half of a surrogate pair, in place, in keys too: such text has no UTF-8, and each engine
 * that reads it makes something else of it, or nothing. Without recursion, however deep the value nests. No key is lost:
 * of those that become the same the second is called `key~2`, and so on.
 */
export function mendHalves(root: unknown): Mended {
  const places: MendedPlace[] = [];
  const note = (pointer: string, was: string) => {
    if (places.length < maxPlaces) places.push({ pointer: cutText(pointer, maxTold), was: escapeHalves(was) });
  };
  const mend = (text: string, pointer: string) => {
    if (text.isWellFormed()) return text;
    note(pointer, text);
    return text.toWellFormed();
  };
  if (typeof root === 'string') return { value: mend(root, ''), places };
  const left: Open[] = isOpen(root) ? [{ value: root, pointer: '' }] : [];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, pointer } = next;
    if (!Array.isArray(value)) mendKeys(next, note);
    const members: Open[] = [];
    for (const key of Object.keys(value)) {
      const member = value[key];
      const at = `${pointer}/${escapeKey(key)}`;
      if (typeof member === 'string') value[key] = mend(member, at);
      else if (isOpen(member)) members.push({ value: member, pointer: at });
    }
    for (const member of members.reverse()) left.push(member);
  }
  return { value: root, places };
}

function mendKeys({ value, pointer }: Open, note: (pointer: string, was: string) => void): void {
  const keys = Object.keys(value);
  const taken = new Set(keys.filter((key) => key.isWellFormed()));
  if (taken.size === keys.length) return;
  const members = keys.map((key) => [key, value[key]] as const);
  const counts = new Map<string, number>();
  // All of them, so that they stay in their order.
  for (const key of keys) delete value[key];
  for (const [key, member] of members) {
    const name = key.isWellFormed() ? key : freeName(key.toWellFormed(), taken, counts);
    if (name !== key) note(`${pointer}/${escapeKey(name)}`, key);
    putKey(value, name, member);
  }
}

/** @param counts how often each name was wanted: thousands of keys that become one must not be counted from the start each time */
function freeName(wanted: string, taken: Set<string>, counts: Map<string, number>): string {
  let count = counts.get(wanted) ?? 0;
  let name: string;
  do {
    count++;
    name = count === 1 ? wanted : `${wanted}~${count}`;
  } while (taken.has(name));
  counts.set(wanted, count);
  taken.add(name);
  return name;
}

/** JSON.stringify escapes halves, and of what it escapes besides the text is to be read again. */
function escapeHalves(text: string): string {
  return JSON.stringify(text.slice(0, maxTold)).slice(1, -1);
}

function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function isOpen(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
