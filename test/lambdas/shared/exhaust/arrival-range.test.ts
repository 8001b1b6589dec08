import { arrivalRange, findDateFault, findRangeFault } from '../../../../lambdas/shared/exhaust/arrival-range.js';

const today = '2026-11-21';
const limits = { today, maxDays: 400 };

describe('the dates of a request', () => {
  it.each([
    [{ startDate: '20-11-2026' }, 'startDate: expected a day such as 2026-11-21, found "20-11-2026"'],
    [{ endDate: '2026-02-30' }, 'endDate: expected a day such as 2026-11-21, found "2026-02-30"'],
    [{ startDate: '2026-11-20', endDate: '2026-11-19' }, 'endDate 2026-11-19 is before startDate 2026-11-20'],
    [{ startDate: '2026-11-22' }, 'startDate 2026-11-22 is in the future: today is 2026-11-21'],
    [
      { startDate: '2014-12-31', endDate: '2015-01-02' },
      'startDate 2014-12-31 is before 2015-01-01: no telemetry is that old',
    ],
    [
      { startDate: '2015-01-01', endDate: '2026-11-20' },
      'startDate 2015-01-01 to endDate 2026-11-20 is 4342 days: at most 400 are allowed',
    ],
  ])('%j are refused with what is wrong', (asked, text) => {
    expect(findDateFault(asked, limits)).toBe(text);
  });

  it.each([{}, { startDate: '2026-11-21' }, { endDate: '2026-11-20' }, { startDate: '2025-10-18', endDate: today }])(
    '%j are taken',
    (asked) => expect(findDateFault(asked, limits)).toBeUndefined(),
  );

  it('may span the days that are allowed, and not one more', () => {
    expect(findRangeFault({ from: '2025-10-18', to: today }, limits)).toBeUndefined();
    expect(findRangeFault({ from: '2025-10-17', to: today }, limits)).toContain('is 401 days: at most 400');
  });
});

describe('the range', () => {
  const bot = { startDate: '2026-10-01', endDate: '2026-10-31' };

  it.each([
    ['what was asked for', { startDate: '2026-10-02', endDate: '2026-10-03' }, bot, '2026-10-02', '2026-10-03'],
    ['each end that is missing from the bot', { startDate: '2026-10-02' }, bot, '2026-10-02', '2026-10-31'],
    ['the bot’s days', {}, bot, '2026-10-01', '2026-10-31'],
    ['yesterday, without any', {}, {}, '2026-11-20', '2026-11-20'],
    ['yesterday, without a bot', {}, undefined, '2026-11-20', '2026-11-20'],
    ['up to today where the bot goes on', {}, { ...bot, endDate: '2027-12-31' }, '2026-10-01', today],
  ])('is %s', (_, asked, of, from, to) => {
    expect(arrivalRange(asked, of, today)).toEqual({ from, to });
  });
});
