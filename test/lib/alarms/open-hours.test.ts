import fc from 'fast-check';
import { openHours } from '../../../lib/alarms/open-hours.js';
import type { TrafficHours } from '../../../lib/config/traffic-hours.js';
import { parseMath, type TimeSeries } from './metric-math.js';

const usual: TrafficHours = { from: 9, until: 17, weekdays: [1, 2, 3, 4, 5, 6], closed: [], timeZone: 'Asia/Kolkata' };

/** Whether an hour that begins at a moment is open, as the alarm's own expressions say. */
function isOpen(hours: TrafficHours, at: number): boolean {
  const steps = openHours(hours, { of: 'came', periodMinutes: 60, year: 2026 });
  const series: Record<string, TimeSeries> = { came: [0] };
  for (const [id, text] of Object.entries(steps)) series[id] = parseMath(text)({ series, starts: [at / 1_000] });
  return series.open?.[0] === 1;
}

/** The same by the calendar of the platform, at the begin and at the last moment of the hour. */
function isWithin({ from, until, weekdays, closed, timeZone }: TrafficHours, at: number): boolean {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  });
  return [at, at + 3_599_999].every((moment) => {
    const [date = '', time = ''] = format.format(moment).split(', ');
    const hour = Number(time.slice(0, 2));
    const weekday = ((new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7) + 1;
    const isClosed = closed.some((days) => {
      const [first = '', last = first] = days.split('/');
      return date >= first && date <= last;
    });
    return hour >= from && hour < until && weekdays.includes(weekday) && !isClosed;
  });
}

const local = (text: string) => Date.parse(`${text}+05:30`);

describe('the hours in which telemetry must come', () => {
  it.each([
    ['2026-09-07T09:00', true],
    ['2026-09-07T08:59', false],
    ['2026-09-07T16:00', true],
    ['2026-09-07T16:01', false],
    ['2026-09-06T12:00', false],
    ['2026-10-20T12:00', false],
    ['2026-05-01T12:00', false],
    ['2026-06-13T12:00', false],
    ['2026-06-15T12:00', true],
  ])('hold %s: %s', (at, expected) => {
    const closed = ['2026-10-20', '2026-05-01/2026-06-14'];

    expect(isOpen({ ...usual, closed }, local(at))).toBe(expected);
  });

  it('are those of the platform’s calendar where a zone has one time', () => {
    const minute = fc.integer({ min: Date.UTC(2026, 0) / 60_000, max: Date.UTC(2027, 0) / 60_000 });
    const zone = fc.constantFrom('Asia/Kolkata', 'Asia/Kathmandu', 'UTC', 'America/Phoenix', 'Pacific/Kiritimati');

    fc.assert(
      fc.property(zone, minute, (timeZone, at) => {
        const hours = { ...usual, timeZone, closed: ['2026-08-15', '2026-12-24/2026-12-31'] };
        expect(isOpen(hours, at * 60_000)).toBe(isWithin(hours, at * 60_000));
      }),
    );
  });

  it('are never longer than those of a calendar whose clock changes, and an hour shorter at most', () => {
    const minute = fc.integer({ min: Date.UTC(2026, 0) / 60_000, max: Date.UTC(2027, 0) / 60_000 });
    const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe');

    fc.assert(
      fc.property(zone, minute, (timeZone, at) => {
        const hours = { ...usual, timeZone };
        const moment = at * 60_000;
        if (isOpen(hours, moment)) expect(isWithin(hours, moment)).toBe(true);
        else if (isWithin(hours, moment)) {
          const isInside = isWithin(hours, moment - 3_600_000) && isWithin(hours, moment + 3_600_000);
          expect(isInside).toBe(false);
        }
      }),
    );
  });
});
