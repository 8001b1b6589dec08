import fc from 'fast-check';
import { addDays, countDays, dayOf, isDay, startOfDay } from '../../../../lambdas/shared/lake/days.js';

const zones = ['Asia/Kolkata', 'UTC', 'America/New_York', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Africa/Cairo'];
const anyInstant = fc.integer({ min: Date.parse('2001-01-01'), max: Date.parse('2099-12-31') });

describe('a day', () => {
  it.each(['2026-11-20', '2024-02-29'])('%s is one', (text) => expect(isDay(text)).toBe(true));

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '20261120', '2026-11-20T00:00', '', ' 2026-11-20'])(
    '%j is none',
    (text) => expect(isDay(text)).toBe(false),
  );

  it('starts in India half past six in the evening before, in UTC', () => {
    expect(new Date(startOfDay('2026-11-20', 'Asia/Kolkata')).toISOString()).toBe('2026-11-19T18:30:00.000Z');
  });

  it('starts at one where the clock skips midnight', () => {
    // Egypt, 2026-04-24: the clock goes from 0 to 1.
    expect(new Date(startOfDay('2026-04-24', 'Africa/Cairo')).toISOString()).toBe('2026-04-23T22:00:00.000Z');
  });

  it('starts with its first millisecond, and ends with the last before the next one starts', () => {
    fc.assert(
      fc.property(anyInstant, fc.constantFrom(...zones), (at, zone) => {
        const day = dayOf(at, zone);
        const [start, next] = [startOfDay(day, zone), startOfDay(addDays(day, 1), zone)];

        expect([dayOf(start, zone), dayOf(next - 1, zone)]).toEqual([day, day]);
        expect(dayOf(start - 1, zone) < day).toBe(true);
        expect(start <= at && at < next).toBe(true);
      }),
    );
  });

  it('counts with both ends', () => {
    expect(countDays({ from: '2024-02-28', to: '2024-03-01' })).toBe(3);
    expect(countDays({ from: '2026-11-20', to: '2026-11-20' })).toBe(1);
  });
});
