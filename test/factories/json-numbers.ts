import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { projectRoot } from '../../lib/project-root.js';
import { expandFragments } from '../../scripts/expand-fragments.mjs';

/** What meets the edges: of 64 bits, of what a double holds exactly, of a millisecond; and what is no number. */
const edges = [
  '1.7959e12',
  '1.7959E+12',
  '1795900000000',
  '1795900000000.0',
  '1795900000000.25',
  '1795900001000.999',
  '1795900000000.99999',
  '-0',
  '-0.0',
  '-0.5',
  '-1.5',
  '0.1e1',
  '15e-1',
  '1e999',
  '-1e999',
  '1e-400',
  '1e18',
  '9007199254740993',
  '-9007199254740993',
  '9007199254740993.0',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775808',
  '9223372036854774784.0',
  '9223372036854775807.0',
  '-9223372036854775808.0',
  '18446744073709551616',
  '123456789012345678901234567890',
  '"1795"',
  '" 1795"',
  '"1_795"',
  '"0x10"',
  '"17d"',
  '"+5"',
  '"Infinity"',
  '"NaN"',
  '""',
  'true',
  'null',
  '[1]',
  '{"a":1}',
];

const digits = (most: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: most }).map((some) => some.join(''));
const whole = digits(20).map((text) => text.replace(/^0+(?=\d)/, ''));
/** "RFC 8259, 6. Numbers": minus, digits, fraction, exponent. */
const number = fc
  .tuple(
    fc.constantFrom('', '-'),
    whole,
    fc.option(digits(20), { nil: undefined }),
    fc.option(fc.tuple(fc.constantFrom('e', 'E', 'e+', 'E-'), fc.integer({ min: 0, max: 330 })), { nil: undefined }),
  )
  .map(([sign, integer, fraction, exponent]) => {
    const behind = exponent ? exponent.join('') : '';
    return `${sign}${integer}${fraction === undefined ? '' : `.${fraction}`}${behind}`;
  });

/** JSON texts, most of them numbers in all ways in which they can be written. */
export const jsonNumbers = (): readonly string[] => [...edges, ...fc.sample(number, 400)];

const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n];

/** What a query makes of a JSON text where it wants a whole number: cut down; `null` for none, or none of 64 bits. */
export function cutDown(json: string): string | null {
  const value: unknown = JSON.parse(json);
  const text = typeof value === 'string' ? value : json;
  if (!/^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text)) return null;
  const number = /^-?\d{1,19}$/.test(text) ? BigInt(text) : wholeOf(Number(text));
  return number === undefined || number < least || number > most ? null : String(number);
}

const wholeOf = (number: number) => (Number.isFinite(number) ? BigInt(Math.floor(number)) : undefined);

const fragment = readFileSync(join(projectRoot, 'lambdas/shared/exhaust/queries/fragments/whole.sql'), 'utf8');

/** Asks for the key `n` of each line of a table as queries do, in the order of the key `place`. */
export const wholeNumbersOf = (table: string): string =>
  expandFragments(
    `SELECT CAST({{whole n}} AS varchar) AS n
     FROM (SELECT json_extract_scalar(line, '$.n') AS n, json_extract_scalar(line, '$.place') AS place FROM ${table}) AS texts
     ORDER BY place`,
    { whole: fragment },
  );

/** The lines that the query is for. */
export const linesWith = (numbers: readonly string[]): readonly string[] =>
  numbers.map((text, place) => `{"place":"${String(place).padStart(6, '0')}","n":${text}}`);
