import fc from 'fast-check';
import { locateFault } from '../../../../lambdas/shared/http/locate-fault.js';

describe('locateFault', () => {
  it.each([
    ['{"a":}', ' (line 1 column 6)'],
    ['{\n"a": 1,\n}', ' (line 3 column 1)'],
    ['[1,\n2,,3]', ' (line 2 column 3)'],
    ['// no comments\n{}', ' (line 1 column 1)'],
    ['{"a":1} {"b":2}', ' (line 1 column 9)'],
  ])('says of %j that it breaks at%s', (text, place) => {
    expect(locateFault(text)).toBe(place);
  });

  it('names no place in a text that nests without end, and does not fall over it', () => {
    expect(locateFault('['.repeat(200_000))).toBe('');
  });

  it('has a place, or none, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(locateFault(`{${text}`)).toMatch(/^( \(line \d+ column \d+\))?$/);
      }),
    );
  });
});
