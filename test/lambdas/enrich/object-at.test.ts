import { objectAt, textAt } from '../../../lambdas/enrich/object-at.js';

describe('objectAt', () => {
  it('is the very object under a key, so that it can be written to', () => {
    const inner = {};

    expect(objectAt({ inner }, 'inner')).toBe(inner);
  });

  it.each([undefined, null, 'text', 7, true])('is an empty object where there is %j', (value) => {
    expect(objectAt({ value }, 'value')).toEqual({});
  });
});

describe('textAt', () => {
  it.each([
    ['text', 'text'],
    ['', undefined],
    [7, undefined],
    [null, undefined],
    [undefined, undefined],
  ])('of %j is %j', (value, expected) => {
    expect(textAt({ value }, 'value')).toBe(expected);
  });
});
