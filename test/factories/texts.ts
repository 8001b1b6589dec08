import { createHash } from 'node:crypto';
import fc from 'fast-check';

/** Text that hardly compresses; the same for the same seed. */
export function noise(length: number, seed = 'noise'): string {
  return createHash('shake256', { outputLength: Math.ceil((length * 3) / 4) })
    .update(seed)
    .digest('base64')
    .slice(0, length);
}

/** Texts of all code units, with lone surrogates, NUL, line ends, U+2028 and the signs of JSON among them. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc
    .array(
      fc.constantFrom('\0', '\n', '\r', '\u2028', '\u2029', '\ud800', '\udc00', '😀', '"', '\\', '{', ']', ',', ':'),
    )
    .map((parts) => parts.join('')),
);

/** JSON values with any text in keys and values. */
export const anyJson: fc.Arbitrary<unknown> = fc
  .jsonValue({ stringUnit: 'binary', maxDepth: 4 })
  .map((value) => JSON.parse(JSON.stringify(value)));
