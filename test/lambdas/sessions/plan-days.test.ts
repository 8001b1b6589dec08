import { type PlanInput, planDays } from '../../../lambdas/sessions/plan-days.js';
import { queries } from '../../../lambdas/shared/exhaust/queries.generated.js';
import { inIndia } from '../../factories/session-events.js';

const now = inIndia('2026-11-21T04:00:00');
const plan = (input: PlanInput, settings = {}) =>
  planDays(input, { timeZone: 'Asia/Kolkata', lateDays: 3, keepDays: null, ...settings }, now);
const daysOf = (input: PlanInput, settings = {}) => {
  const planned = plan(input, settings);
  return 'days' in planned ? planned.days.map(({ run }) => run.day) : planned;
};

describe('the days of an execution', () => {
  it('are yesterday and those before it that late events may belong to, where none was named', () => {
    expect(daysOf({})).toEqual(['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20']);
    expect(daysOf({}, { lateDays: 0 })).toEqual(['2026-11-20']);
    expect(daysOf({}, { timeZone: 'America/Los_Angeles', lateDays: 0 })).toEqual(['2026-11-19']);
  });

  it('are those that were named, today at the most', () => {
    expect(daysOf({ from: '2026-11-02' })).toEqual(['2026-11-02']);
    expect(daysOf({ from: '2026-10-31', to: '2026-11-01' })).toEqual(['2026-10-31', '2026-11-01']);
    expect(daysOf({ from: '2026-11-21' })).toEqual(['2026-11-21']);
  });

  it.each<[PlanInput, string]>([
    [{ from: '2026-11-22' }, 'from: expected a day that has begun, found 2026-11-22; today is 2026-11-21'],
    [{ from: '2026-11-20', to: '2026-11-31' }, 'to: expected a day such as 2026-11-21, found "2026-11-31"'],
    [{ from: 20 as never }, 'from: expected a day such as 2026-11-21, found 20'],
    [{ from: '2026-11-20', to: '2026-11-19' }, 'to: expected a day not before from 2026-11-20, found 2026-11-19'],
    [{ to: '2026-11-20' }, 'from: expected a day beside to 2026-11-20, found none'],
    [{ lateDays: 1.5 }, 'lateDays: expected a whole number from 0 to 366, found 1.5'],
    [{ lateDays: '3' as never }, 'lateDays: expected a whole number from 0 to 366, found "3"'],
    [
      { from: '2026-08-01', to: '2026-11-01' },
      '2026-08-01 to 2026-11-01: expected at most 92 days at a time, found 93',
    ],
  ])('are refused for %j', (input, fault) => {
    expect(plan(input)).toEqual({ fault });
  });

  it('are those alone whose events are all there still, or a good file would give way to an empty one', () => {
    const kept = 'events are kept for 6 days (lake.keepDays.telemetry)';

    expect(daysOf({}, { keepDays: 6 })).toEqual(['2026-11-18', '2026-11-19', '2026-11-20']);
    expect(daysOf({ from: '2026-11-18' }, { keepDays: 6 })).toEqual(['2026-11-18']);
    expect(plan({ from: '2026-11-17' }, { keepDays: 6 })).toEqual({
      fault: `from: expected a day whose events are all there, from 2026-11-18 on, found 2026-11-17; ${kept}`,
    });
    expect(plan({}, { keepDays: 3 })).toHaveProperty('fault');
  });

  it('come with their queries: folders from three days before, and events of four days', () => {
    const planned = plan({ from: '2026-11-20', lateDays: 5 });

    expect(planned).toEqual({
      days: [
        {
          run: { day: '2026-11-20' },
          query: {
            queryString: queries['session-events'],
            executionParameters: [
              String(inIndia('2026-11-20T00:00:00')),
              String(inIndia('2026-11-21T00:00:00')),
              "'2026-11-17'",
              "'2026-11-26'",
              String(inIndia('2026-11-18T00:00:00')),
              String(inIndia('2026-11-22T00:00:00')),
            ],
          },
        },
      ],
    });
  });

  it('are never so many that Step Functions could not carry them', () => {
    const planned = plan({ from: '2026-08-01', to: '2026-10-31' });

    expect('days' in planned && planned.days.length).toBe(92);
    expect(JSON.stringify(planned).length).toBeLessThan(256 * 1024);
  });
});
