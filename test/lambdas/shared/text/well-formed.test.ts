import fc from 'fast-check';
import { cutText, mayHoldHalves, mendHalves } from '../../../../lambdas/shared/text/well-formed.js';
import { anyJson, anyText } from '../../../factories/texts.js';

/** What stands at each place of a value. */
function countOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return 1 + Object.values(value).reduce((sum: number, member) => sum + countOf(member), 0);
}

describe('mendHalves', () => {
  it('puts U+FFFD in place of each half, in values and keys, and says what was there', () => {
    const { value, places } = mendHalves({ a: ['nice \ud83c', { 'k\ud834': '\udfff end' }], whole: '😀' });

    expect(value).toEqual({ a: ['nice \ufffd', { 'k\ufffd': '\ufffd end' }], whole: '😀' });
    expect(places).toEqual([
      { pointer: '/a/0', was: 'nice \\ud83c' },
      { pointer: '/a/1/k\ufffd', was: 'k\\ud834' },
      { pointer: '/a/1/k\ufffd', was: '\\udfff end' },
    ]);
  });

  it('keeps keys that become the same apart, in their order', () => {
    const sent = { 'k\ud800': 1, b: 2, 'k\udfff': 3, 'k\ufffd~2': 4, 'k\ud801': 5 };

    expect(Object.entries(mendHalves(sent).value as object)).toEqual([
      ['k\ufffd', 1],
      ['b', 2],
      ['k\ufffd~3', 3],
      ['k\ufffd~2', 4],
      ['k\ufffd~4', 5],
    ]);
  });

  it('takes __proto__ for a key like any other', () => {
    const sent = JSON.parse('{"\\ud800":1,"__proto__":{"a":"\\ud800"}}');

    expect(JSON.stringify(mendHalves(sent).value)).toBe('{"\ufffd":1,"__proto__":{"a":"\ufffd"}}');
  });

  it('leaves nothing broken of any JSON, loses nothing, and changes nothing twice', () => {
    fc.assert(
      fc.property(anyJson, fc.dictionary(anyText, anyText), (json, texts) => {
        const sent = JSON.parse(JSON.stringify({ json, texts }));
        const count = countOf(sent);

        const { value } = mendHalves(sent);
        const text = JSON.stringify(value);

        expect(JSON.parse(text)).toEqual(JSON.parse(Buffer.from(text).toString()));
        expect(countOf(value)).toBe(count);
        expect(mendHalves(JSON.parse(text))).toEqual({ value, places: [] });
      }),
    );
  });

  it('mends at any depth', () => {
    const levels = 50_000;
    const sent = JSON.parse(`${'[{"a":'.repeat(levels)}"\\ud800"${'}]'.repeat(levels)}`);

    const { places } = mendHalves(sent);

    expect(places).toHaveLength(1);
    expect(mendHalves(sent).places).toEqual([]);
  });

  it('tells of ten places, with 256 characters of each', () => {
    const { places } = mendHalves(Array(50).fill(`${'x'.repeat(1_000)}\ud800`));

    expect(places.map(({ was }) => was.length)).toEqual(Array(10).fill(256));
  });

  it('keeps 50,000 keys apart that become one, none counted from the start', () => {
    const half = (n: number) => String.fromCharCode(0xd800 + n);
    const keys = Array.from({ length: 50_000 }, (_, n) => `${half(n % 1024)}${half(Math.floor(n / 1024))}`);
    const sent = Object.fromEntries(keys.map((key, n) => [key, n]));

    const mended = mendHalves(sent).value as Record<string, number>;

    expect([mended['\ufffd\ufffd'], mended['\ufffd\ufffd~50000']]).toEqual([0, 49_999]);
  });
});

describe('mayHoldHalves', () => {
  it('misses none', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const isBroken = !text.isWellFormed();
        expect(mayHoldHalves(JSON.stringify(text)) || !isBroken).toBe(true);
        expect(mayHoldHalves(text) || !isBroken).toBe(true);
      }),
    );
  });
});

describe('cutText', () => {
  it.each([
    ['abc', 2, 'ab'],
    ['a😀', 2, 'a\ufffd'],
    ['a😀', 3, 'a😀'],
    ['a', 5, 'a'],
  ])('cuts %j to %d characters, none of them half', (text, length, cut) => {
    expect(cutText(text, length)).toBe(cut);
  });
});
