import { lintPlans } from '../../cli/commands/plans/lint-plans.js';
import { enrichEvent } from '../../lambdas/enrich/enrich-event.js';
import { enrichers } from '../../lambdas/enrich/enrichers.js';
import { trackingPlans } from '../../lambdas/enrich/tracking-plans.generated.js';
import { judgeEvent } from '../../lambdas/shared/telemetry/judge-event.js';
import { readPlans } from '../../scripts/read-plans.mjs';
import { digitBatch } from '../factories/digit-events.js';
import { aContextOfEnrich } from '../factories/enrich-contexts.js';
import { portalEvents, stepOfTitle } from '../factories/portal-events.js';

type Parts = Record<string, unknown>;

/** The step that an event is once it is stored, as `plan/step`. */
function stepOf(sent: Parts): string | undefined {
  const verdict = judgeEvent(structuredClone(sent));
  if (verdict.fault) throw new Error(`not stored: ${JSON.stringify(verdict.fault)}`);
  const plan = enrichEvent(verdict.event, enrichers, aContextOfEnrich()).plan as { name: string; step: string };
  return plan && `${plan.name}/${plan.step}`;
}

const documented = portalEvents();
const titled = (title: string) => documented.find((sample) => sample.title === title)?.event as Parts;
/** A documented event with other parts. */
const varied = (event: Parts, { context, edata }: { context?: Parts; edata?: Parts }) => ({
  ...event,
  context: { ...(event.context as Parts), ...context },
  edata: { ...(event.edata as Parts), ...edata },
});

const story = titled('popular story arrows');
const stories = { previous: 'click left arrow', next: 'click right arrow' };

describe('the plans of tracking-plans/', () => {
  it('pass their check', () => {
    const { plans, problems } = readPlans();

    expect(problems).toEqual([]);
    expect(lintPlans(plans)).toEqual([]);
  });

  it('are what the enrich function is built with', () => {
    const { plans } = readPlans();

    const shape = (all: typeof trackingPlans) =>
      all.map(({ name, steps }) => [name, steps.map(({ step, event }) => [step, event])]);
    expect(shape(trackingPlans)).toEqual(shape(plans));
  });

  it.each(documented)('take the documented event "$title" for its step', ({ title, event }) => {
    expect(stepOf(event)).toBe(stepOfTitle[title]);
  });

  it.each(Object.entries(stories))('tell %s apart where a portal sends one of the documented types', (step, Type) => {
    expect(stepOf(varied(story, { edata: { Type } }))).toBe(`popular-story/${step}`);
  });

  it('take a page of DIGIT for its steps', () => {
    expect(digitBatch().events.map(stepOf)).toEqual(['digit-page/enter', 'digit-page/summary', 'digit-page/leave']);
  });

  it('have no step that none of these is', () => {
    const all = trackingPlans.flatMap(({ name, steps }) => steps.map(({ step }) => `${name}/${step}`));

    const found = [
      ...documented.map(({ event }) => stepOf(event)),
      ...Object.values(stories).map((Type) => stepOf(varied(story, { edata: { Type } }))),
      ...digitBatch().events.map(stepOf),
    ];

    expect(found.toSorted()).toEqual(all.toSorted());
  });

  it.each(documented)('do not take "$title" from another environment', ({ event }) => {
    expect(stepOf(varied(event, { context: { env: 'elsewhere' } }))).toBeUndefined();
  });

  it('take a corrected spelling for the misspelt one', () => {
    const end = titled('google signin ends');

    const step = stepOf(varied(end, { context: { env: 'signin' }, edata: { pageid: 'signin' } }));

    expect(step).toBe('google-signin/end');
  });

  it('count an AUDIT that names both ways of signing up as by Google', () => {
    const cdata = ['self', 'google'].map((id) => ({ type: 'signup', id }));

    expect(stepOf(varied(titled('user created by signup'), { context: { cdata } }))).toBe('google-signin/user-created');
  });

  it('take a logout from any page', () => {
    const steps = ['home', 'learn', ''].map((Pageid) => stepOf(varied(titled('logout'), { edata: { Pageid } })));

    expect(steps).toEqual(Array(3).fill('logout/logout'));
  });
});
