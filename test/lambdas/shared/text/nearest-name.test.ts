import fc from 'fast-check';
import { nearestName } from '../../../../lambdas/shared/text/nearest-name.js';

const known = ['type', 'conversationId', 'startDate', 'endDate', 'stage', 'outputFormat', 'tag'];

describe('nearestName', () => {
  test.each([
    ['another case', 'startdate', 'startDate'],
    ['other joints', 'conversation_id', 'conversationId'],
    ['a letter left out', 'stge', 'stage'],
    ['a letter too many', 'endDates', 'endDate'],
    ['another letter', 'tagg', 'tag'],
    ['two letters swapped', 'satge', 'stage'],
    ['a slip in each part', 'outptuFromat', 'outputFormat'],
    ['less of the name than is known', 'conversation', 'conversationId'],
  ])('finds the name that was meant by %s', (_, found, meant) => {
    expect(nearestName(found, known)).toBe(meant);
  });

  test.each(['', 'x', 'xy', 'colour', 'batchFilter', 'тип', '__proto__', 't'])('means nothing by %j', (found) => {
    expect(nearestName(found, known)).toBeUndefined();
  });

  test('takes the first of two that are as near', () => {
    expect(nearestName('bat', ['cat', 'rat'])).toBe('cat');
  });

  test('means nothing where nothing is known', () => {
    expect(nearestName('stage', [])).toBeUndefined();
  });

  test('finds each name by any one letter that is left out of it, or swapped with the next', () => {
    const name = fc.constantFrom(...known.filter(({ length }) => length > 4));
    fc.assert(
      fc.property(name, fc.nat(), (meant, random) => {
        const place = random % (meant.length - 1);
        const [head, one, two, tail] = [meant.slice(0, place), meant[place], meant[place + 1], meant.slice(place + 2)];
        expect(nearestName(`${head}${two}${tail}`, known)).toBe(meant);
        expect(nearestName(`${head}${two}${one}${tail}`, known)).toBe(meant);
      }),
    );
  });

  test('does not compute what is too long to be a slip', () => {
    expect(nearestName('stage'.repeat(100_000), known)).toBeUndefined();
  });
});
