import fc from 'fast-check';
import { compactJson } from '../../../../lambdas/shared/exhaust/compact-json.js';

describe('JSON in a cell', () => {
  it.each([
    [[{ 1: { text: '1 Yes' } }, { 2: { text: '2 No' } }], '[{"1":{"text":"1 Yes"}},{"2":{"text":"2 No"}}]'],
    [[], '[]'],
    [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
    [{ 10: 'x', 9: 'y', a: null }, '{"10":"x","9":"y"}'],
    [[null, 1], '[null,1]'],
    [{ a: { b: null } }, '{"a":{}}'],
    ['a "b" \n', '"a \\"b\\" \\n"'],
  ])('of %j is %s', (value, text) => {
    expect(compactJson(value)).toBe(text);
  });

  it('means what the value means, but for keys that are null', () => {
    const anyJson = fc.jsonValue({ noUnicodeString: false }).filter((value) => !JSON.stringify(value).includes('null'));
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(JSON.parse(compactJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
