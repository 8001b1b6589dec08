import fc from 'fast-check';
import { type JsonLimits, readJson } from '../../../../lambdas/shared/http/read-json.js';
import { anyJson, anyText } from '../../../factories/texts.js';

const limits: JsonLimits = { depth: 100 };
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('readJson', () => {
  it.each([0, 1, 99, 100])('takes %d levels of nesting', (levels) => {
    expect(readJson(nested(levels) || '7', limits)).toHaveProperty('value');
  });

  it.each([101, 4_000, 500_000])('refuses %d levels of nesting before anybody looks into them', (levels) => {
    expect(readJson(nested(levels), limits)).toEqual({
      fault: { kind: 'depth', place: 'body', expected: 'at most 100 levels of nesting', found: 'more' },
    });
  });

  it.each(['', ' \r\n', '\ufeff'])('finds nothing in %j', (text) => {
    expect(readJson(text, limits)).toMatchObject({ fault: { kind: 'json', found: 'nothing' } });
  });

  it('puts U+FFFD in place of half a surrogate pair, unless somebody else looks after it', () => {
    const text = '{"a":["x","\\udfff"],"whole":["\\ud83d\\ude00","\\\\ud83d","😀"]}';
    const whole = ['😀', '\\ud83d', '😀'];

    expect(readJson(text, limits)).toEqual({ value: { a: ['x', '\ufffd'], whole } });
    expect(readJson(text, { ...limits, keepsHalves: true })).toEqual({ value: { a: ['x', '\udfff'], whole } });
  });

  it('has well-formed text, or a fault that says why, for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          anyJson.map((value) => JSON.stringify(value)),
        ),
        (text) => {
          const read = readJson(text, limits);

          if ('fault' in read) expect(JSON.stringify(read.fault)).not.toMatch(/\\ud[89a-f]/);
          else expect(JSON.stringify(read.value)).not.toMatch(/(^|[^\\])(\\\\)*\\ud[89a-f]/);
        },
      ),
    );
  });
});
