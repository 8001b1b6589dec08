import { nextRun, Schedule } from '../../../../local/services/eventbridge/schedule.js';

const at = (expression: string, timeZone = 'UTC', after = '2026-11-21T00:00:00Z') =>
  nextRun({ name: 'nightly', expression, timeZone }, new Date(after))?.toISOString();

describe('a schedule', () => {
  it.each([
    ['cron(0 2 * * ? *)', 'Asia/Kolkata', '2026-11-21T20:30:00.000Z'],
    ['cron(0 2 * * ? *)', 'UTC', '2026-11-21T02:00:00.000Z'],
    ['cron(15 10 ? * 2 *)', 'UTC', '2026-11-23T10:15:00.000Z'],
    ['cron(15 10 ? * MON *)', 'UTC', '2026-11-23T10:15:00.000Z'],
    ['cron(0/5 * * * ? *)', 'UTC', '2026-11-21T00:05:00.000Z'],
    ['rate(5 minutes)', 'UTC', '2026-11-21T00:05:00.000Z'],
    ['rate(1 day)', 'UTC', '2026-11-22T00:00:00.000Z'],
    ['at(2026-12-01T06:00:00)', 'Asia/Kolkata', '2026-12-01T00:30:00.000Z'],
    ['at(2020-12-01T06:00:00)', 'UTC', undefined],
  ])('%s in %s comes next at %s', (expression, timeZone, expected) => {
    expect(at(expression, timeZone)).toBe(expected);
  });

  it.each(['0 2 * * *', 'cron(0 2 * * *)', 'rate(2 fortnights)', 'at(tomorrow)'])('%s is refused', (expression) => {
    const make = () => new Schedule({ name: 'nightly', expression, timeZone: 'UTC' }, async () => {}, jest.fn());

    expect(make).toThrow(`nightly: expected cron(minutes hours day month weekday year), rate(number unit) or at(time)`);
  });

  it('does what it is for when its time comes, tells what fails, and goes on', async () => {
    jest.useFakeTimers({ now: new Date('2026-11-21T01:59:30Z') });
    const lines: string[] = [];
    const invoke = jest.fn().mockRejectedValueOnce(new Error('down')).mockResolvedValue(undefined);
    const settings = { name: 'nightly', expression: 'cron(0/1 * * * ? *)', timeZone: 'UTC' };
    const schedule = new Schedule(settings, invoke, (line) => void lines.push(line));

    schedule.start();
    await jest.advanceTimersByTimeAsync(95_000);
    schedule.stop();
    await jest.advanceTimersByTimeAsync(300_000);
    jest.useRealTimers();

    expect(invoke).toHaveBeenCalledTimes(2);
    expect(lines).toEqual(['nightly: down']);
  });
});
