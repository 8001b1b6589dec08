import { foundForId, idPattern } from '../../../../lambdas/shared/registry/id-pattern.js';

describe('what makes a text no id', () => {
  it.each([
    ['', 'an empty text'],
    ['asha@example.org', '"@" as character 5'],
    ['-d', '"-" as character 1'],
    ['a b', '" " as character 2'],
    ['a\nb', '"\\n" as character 2'],
    ['a🎉b', '"🎉" as character 2'],
    ['x'.repeat(129), '129 characters'],
  ])('of %j is told without the text', (text, found) => {
    expect(idPattern.test(text)).toBe(false);
    expect(foundForId(text)).toBe(found);
  });
});
