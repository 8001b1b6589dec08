import fc from 'fast-check';
import { endOfDay } from '../../../lambdas/enrich/end-of-day.js';

const zones = ['Asia/Kolkata', 'UTC', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Kiritimati'];

/** The wall clock of a zone, `YYYY-MM-DD hh:mm:ss`. */
const wallClock = (instant: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(instant);

const instants = fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }).map(Number);

describe('endOfDay', () => {
  it.each([
    ['Asia/Kolkata', '2024-01-15T06:30:00.000Z', '2024-01-15T18:29:59.999Z'],
    ['Asia/Kolkata', '2024-01-15T18:29:59.999Z', '2024-01-15T18:29:59.999Z'],
    ['Asia/Kolkata', '2024-01-15T18:30:00.000Z', '2024-01-16T18:29:59.999Z'],
    ['Asia/Kolkata', '2024-12-31T12:00:00.000Z', '2024-12-31T18:29:59.999Z'],
    ['UTC', '2024-02-28T23:59:59.999Z', '2024-02-28T23:59:59.999Z'],
    ['UTC', '2024-02-29T00:00:00.000Z', '2024-02-29T23:59:59.999Z'],
    ['UTC', '2024-02-29T00:00:00.001Z', '2024-02-29T23:59:59.999Z'],
    ['UTC', '2024-12-31T23:00:00.000Z', '2024-12-31T23:59:59.999Z'],
    // New York puts its clocks forward on 10 March and back on 3 November, at two in the morning.
    ['America/New_York', '2024-03-10T05:30:00.000Z', '2024-03-11T03:59:59.999Z'],
    ['America/New_York', '2024-03-10T04:59:00.000Z', '2024-03-10T04:59:59.999Z'],
    ['America/New_York', '2024-03-10T12:00:00.000Z', '2024-03-11T03:59:59.999Z'],
    ['America/New_York', '2024-11-03T04:30:00.000Z', '2024-11-04T04:59:59.999Z'],
    ['America/New_York', '2024-11-03T06:30:00.000Z', '2024-11-04T04:59:59.999Z'],
    ['America/New_York', '2024-11-03T03:59:00.000Z', '2024-11-03T03:59:59.999Z'],
    // Sydney, ahead of UTC, on 7 April and 6 October: between its midnight and that of UTC.
    ['Australia/Sydney', '2024-04-06T02:00:00.000Z', '2024-04-06T12:59:59.999Z'],
    ['Australia/Sydney', '2024-10-05T02:00:00.000Z', '2024-10-05T13:59:59.999Z'],
    // Santiago, at midnight itself: on 6 April an hour comes twice, 8 September begins at one.
    ['America/Santiago', '2024-04-06T16:00:00.000Z', '2024-04-07T03:59:59.999Z'],
    ['America/Santiago', '2024-09-07T16:00:00.000Z', '2024-09-08T03:59:59.999Z'],
  ])('is in %s at %s %s', (zone, now, expected) => {
    expect(new Date(endOfDay(Date.parse(now), zone)).toISOString()).toBe(expected);
  });

  it.each(zones)('lies one millisecond before a midnight of %s, on the same day', (zone) => {
    fc.assert(
      fc.property(instants, (now) => {
        const end = endOfDay(now, zone);

        expect(wallClock(end + 1, zone)).toMatch(/ 00:00:00$/);
        expect(wallClock(end, zone).slice(0, 10)).toBe(wallClock(now, zone).slice(0, 10));
        expect(end).toBeGreaterThanOrEqual(now);
      }),
    );
  });
});
