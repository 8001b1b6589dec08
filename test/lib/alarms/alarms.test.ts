import { alarmRules } from '../../../lib/alarms/alarm-rules.js';
import { resourcesOf, synthesize } from '../synthesize.js';
import { withSearch } from '../with-search.js';
import { type AlarmProperties, type AlarmState, metricsOf, SimulatedAlarm } from './alarm-evaluator.js';
import { EmittingStack } from './emitting-stack.js';
import type { Scenario } from './scenario.js';
import { serviceScenarios } from './service-scenarios.js';
import { stageScenarios } from './stage-scenarios.js';
import { type Metric, Timeline } from './timeline.js';
import { playUsualDays } from './usual-days.js';

/** Read once: a template parses its text with every question. */
const parsed = synthesize(withSearch('prod')).toJSON();
const template = { toJSON: () => parsed };
const alarms = new Map(resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([id, { Properties }]) => [id, Properties]));
const scenarios = { ...stageScenarios, ...serviceScenarios };

/** Points besides those that are asked for, of which CloudWatch tells nothing but an example of two. */
const extras = [0, 2, 5];

const pascalCase = (id: string) => id.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
/** The id of a rule's alarm for a target; CDK adds eight digits. */
function idOf(rule: string, target: string): string {
  const pattern = new RegExp(`^Monitoring${pascalCase(rule)}${target}[0-9A-F]{8}$`);
  const found = [...alarms.keys()].filter((id) => pattern.test(id));
  if (found.length !== 1) throw new Error(`${rule} of ${target}: expected one alarm, found ${found.length}.`);
  return found[0] as string;
}

/** Metrics that something of the stack said, in whatever scenario. */
const said = new Set<string>();
const played = new Set<string>();

function remember(id: string, timeline: Timeline): void {
  played.add(id);
  for (const metric of metricsOf(alarms.get(id) as AlarmProperties)) {
    if (timeline.has(metric)) said.add(JSON.stringify(metric));
  }
}

/** The states of an alarm from look to look. */
function watch(id: string, timeline: Timeline, { until, step, extra }: { until: number; step: number; extra: number }) {
  const alarm = new SimulatedAlarm(alarms.get(id) as AlarmProperties, timeline, extra);
  const states: [minute: number, state: AlarmState][] = [];
  for (let minute = step; minute <= until; minute += step) states.push([minute, alarm.evaluate(minute)]);
  return states;
}

function play(scenario: Scenario, of: string, until: number): Timeline {
  const timeline = new Timeline(scenario.begin);
  const stack = new EmittingStack(template, timeline, 'sunstream-prod');
  for (let minute = 0; minute < until; minute++) {
    const isIll = minute >= scenario.from && minute < scenario.to;
    (isIll ? scenario.ill : scenario.well)(stack, minute, of);
  }
  return timeline;
}

describe.each(Object.entries(scenarios))('%s', (rule, faults) => {
  describe.each(faults)('while $fault', (scenario) => {
    const { from, to, alarmWithin, okWithin, isMoment, step = 1 } = scenario;

    it.each(Object.entries(scenario.on))('tells of %s in time, and when it is over', (target, of) => {
      const id = idOf(rule, target);
      const until = to + okWithin + Math.max(120, 4 * step);
      const timeline = play(scenario, of, until);
      remember(id, timeline);

      for (const extra of extras) {
        const states = watch(id, timeline, { until, step, extra });
        const on = states.filter(([, state]) => state === 'ALARM').map(([minute]) => minute);

        expect([extra, on[0]]).toEqual([extra, expect.any(Number)]);
        expect(on[0]).toBeGreaterThan(from);
        expect(on[0]).toBeLessThanOrEqual(from + alarmWithin);
        if (!isMoment) {
          const during = states.filter(([minute, state]) => minute >= (on[0] ?? 0) && minute < to && state !== 'ALARM');
          expect([extra, during[0]]).toEqual([extra, undefined]);
        }
        expect(on.at(-1)).toBeLessThanOrEqual(to + okWithin);
        expect(states.at(-1)?.[1]).toBe('OK');
      }
    });
  });
});

describe('the alarms of prod', () => {
  it('each have a fault that they are simulated in', () => {
    expect(Object.keys(scenarios).toSorted()).toEqual(alarmRules.map(({ id }) => id).toSorted());
    expect([...alarms.keys()].filter((id) => !played.has(id))).toEqual([]);
  });

  it('stay silent on days with their nights, a Sunday, and what always goes wrong a little', () => {
    const minutes = 4 * 24 * 60;
    // A Saturday.
    const timeline = new Timeline('2026-09-05T00:00:00Z');
    playUsualDays(new EmittingStack(template, timeline, 'sunstream-prod'), 0, minutes);

    const off = [...alarms.keys()].flatMap((id) => {
      remember(id, timeline);
      return [0, 5].flatMap((extra) => {
        const states = watch(id, timeline, { until: minutes, step: 13, extra });
        return states.filter(([, state]) => state === 'ALARM').map(([minute]) => [id, minute]);
      });
    });

    expect(off).toEqual([]);
  });

  it('ask for no metric that nothing of the stack says', () => {
    const asked = [...alarms.values()].flatMap((properties): Metric[] => metricsOf(properties));

    expect(asked.filter((metric) => !said.has(JSON.stringify(metric)))).toEqual([]);
  });
});
