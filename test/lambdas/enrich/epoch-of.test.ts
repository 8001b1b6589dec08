import fc from 'fast-check';
import { epochOf } from '../../../lambdas/enrich/epoch-of.js';

const at = Date.UTC(2020, 8, 13, 12, 26, 40);

describe('epochOf', () => {
  it.each([
    ['2020-09-13T12:26:40.000Z', at],
    ['2020-09-13T12:26:40.123Z', at + 123],
    ['2020-09-13T12:26:40.5Z', at + 500],
    ['2020-09-13T12:26:40.000', at],
    ['2020-09-13T17:56:40.000+0530', at],
    ['2020-09-13T17:56:40.000+05:30', at],
    ['2020-09-13T08:56:40.000-0330', at],
    ['2020-02-29T00:00:00.000Z', Date.UTC(2020, 1, 29)],
  ])('reads %s', (text, expected) => {
    expect(epochOf(text)).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    '2020-09-13',
    '2020-09-13T12:26:40Z',
    '2020-09-13T12:26:40.1234Z',
    '2021-02-29T00:00:00.000Z',
    '2020-13-01T00:00:00.000Z',
    '2020-09-13T24:00:00.000Z',
    '1600000000000',
  ])('takes %j for 0, as it is in no form that Sunbird reads', (text) => {
    expect(epochOf(text)).toBe(0);
  });

  it.each([1_600_000_000_000, null, undefined, true])('leaves %j, which is no text', (value) => {
    expect(epochOf(value)).toBe(value);
  });

  it('reads what is printed of any time', () => {
    const anyTime = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });

    fc.assert(fc.property(anyTime, (time) => expect(epochOf(time.toISOString())).toBe(time.getTime())));
  });
});
