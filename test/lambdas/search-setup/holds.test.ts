import fc from 'fast-check';
import { holds } from '../../../lambdas/search-setup/holds.js';

describe('holds', () => {
  it.each([
    [{ a: 1, b: 2 }, { a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: [{ b: 1, c: 2 }] }, { a: [{ b: 1 }] }, true],
    [{ a: [1, 2] }, { a: [1] }, false],
    [{ a: { 0: 1 } }, { a: [1] }, false],
    [null, {}, false],
    [undefined, null, false],
  ])('%j holds %j: %s', (found, wanted, expected) => {
    expect(holds(found, wanted)).toBe(expected);
  });

  it('is true of anything and itself', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => holds(structuredClone(value), value)));
  });
});
