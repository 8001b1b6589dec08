import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileTrouble } from '../disk/file-trouble.js';
import { type FaultKind, type FaultProfile, kindNames } from './kinds.js';

const maxSeed = 2 ** 32 - 1;
const maxSlowMs = 60_000;
type Json = Readonly<Record<string, unknown>>;

/** Reads a fault profile. @throws Error in one line that names the file, the key and what was expected there */
export function readProfile(path: string): FaultProfile {
  return parseProfile(readText(path), path, () => randomInt(maxSeed));
}

/**
 * Checks the text of a fault profile. What isn't said is a rate of 0, 500 ms, and a seed of `anySeed`.
 *
 * @throws Error in one line that names the file, the key and what was expected there
 */
export function parseProfile(text: string, path: string, anySeed: () => number): FaultProfile {
  const fail = (at: string, expected: string, found: unknown): never => {
    throw new Error(`${path}: ${at}expected ${expected}, found ${JSON.stringify(found)}.`);
  };
  const object = (value: unknown, at: string, keys: readonly string[]): Json => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(at, 'an object', value);
    const unknown = Object.keys(value).find((key) => !keys.includes(key));
    return unknown === undefined ? (value as Json) : fail(at, `one of the keys ${keys.join(', ')}`, unknown);
  };
  const number = (value: unknown, at: string, expected: string, holds: (number: number) => boolean): number =>
    typeof value === 'number' && holds(value) ? value : fail(at, expected, value);
  const isWhole = (most: number) => (value: number) => Number.isInteger(value) && value >= 0 && value <= most;

  const { seed = anySeed(), rates = {}, slowMs = 500 } = object(parse(text, path), '', ['seed', 'rates', 'slowMs']);
  const given = object(rates, 'rates: ', kindNames);
  const rateOf = (kind: FaultKind) =>
    number(given[kind] ?? 0, `rates.${kind}: `, 'a number from 0 to 1', (rate) => rate >= 0 && rate <= 1);
  return {
    seed: number(seed, 'seed: ', `a whole number from 0 to ${maxSeed}`, isWhole(maxSeed)),
    rates: Object.fromEntries(kindNames.map((kind) => [kind, rateOf(kind)])) as Record<FaultKind, number>,
    slowMs: number(slowMs, 'slowMs: ', `whole milliseconds from 0 to ${maxSlowMs}`, isWhole(maxSlowMs)),
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`${path}: expected a fault profile that can be read, found ${fileTrouble(error)}. Mend --faults.`);
  }
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(
      `${path}: expected JSON such as {"seed": 7, "rates": {"throttle": 0.01}}, found an error: ${(error as Error).message}`,
    );
  }
}
