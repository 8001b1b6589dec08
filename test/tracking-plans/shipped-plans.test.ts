import { enrichEvent } from '../../lambdas/enrich/enrich-event.js';
import { enrichers } from '../../lambdas/enrich/enrichers.js';
import { trackingPlans } from '../../lambdas/enrich/tracking-plans.generated.js';
import { lintPlans } from '../../local/plans/lint-plans.js';
import { readPlans } from '../../scripts/read-plans.mjs';
import { aContextOfEnrich } from '../factories/enrich-contexts.js';
import { anEvent } from '../factories/events.js';
import { documentedEvents } from './documented-events.js';

/** The step that enrich says an event is. */
const planOf = (parts: Record<string, unknown>) => enrichEvent(anEvent(parts), enrichers, aContextOfEnrich()).plan;

const rows = Object.entries(documentedEvents).flatMap(([name, events]) =>
  events.map(({ step, ...event }) => ({ name, step, event })),
);

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

  it.each(rows)('take the documented event for $name/$step', ({ name, step, event }) => {
    expect(planOf(event)).toEqual({ name, step });
  });

  it.each(Object.entries(documentedEvents))('have in %s the documented steps and no others', (plan, events) => {
    const steps = trackingPlans.find(({ name }) => name === plan)?.steps.map(({ step }) => step);

    expect(steps).toEqual(events.map(({ step }) => step));
  });

  it.each(rows)('do not take the event of $name/$step from another environment', ({ event }) => {
    expect(planOf({ ...event, context: { ...event.context, env: 'elsewhere' } })).toBeUndefined();
  });

  it.each(rows.filter(({ event }) => event.eid !== 'AUDIT'))('do not take it with another type', ({ event }) => {
    expect(planOf({ ...event, edata: { ...event.edata, type: 'other' } })).toBeUndefined();
  });

  it('take a corrected spelling for the misspelt one', () => {
    const end = documentedEvents['google-signin']?.find(({ step }) => step === 'end');

    const plan = planOf({
      eid: 'END',
      context: { ...end?.context, env: 'signin' },
      edata: { ...end?.edata, pageid: 'signin' },
    });

    expect(plan).toEqual({ name: 'google-signin', step: 'end' });
  });

  it('count an AUDIT that names both ways of signing up as by Google', () => {
    const cdata = ['self', 'google'].map((id) => ({ type: 'signup', id }));

    const plan = planOf({ eid: 'AUDIT', context: { channel: 'c', pdata: { id: 'p' }, env: 'signin', cdata } });

    expect(plan).toEqual({ name: 'google-signin', step: 'user-created' });
  });

  it('take a logout from any page', () => {
    const [logout] = documentedEvents.logout ?? [];

    const plans = ['home', 'learn', 7].map((pageid) => planOf({ ...logout, edata: { ...logout?.edata, pageid } }));

    expect(plans).toEqual(Array(3).fill({ name: 'logout', step: 'logout' }));
  });
});
