import fc from 'fast-check';
import { trackingPlan } from '../../../../lambdas/enrich/enrichers/tracking-plan.js';
import { trackingPlans } from '../../../../lambdas/enrich/tracking-plans.generated.js';
import { aContextOfEnrich, anUnenrichedEvent } from '../../../factories/enrich-contexts.js';
import { aPlan } from '../../../factories/plans.js';
import { anyJson } from '../../../factories/texts.js';

const { enrich } = trackingPlan([aPlan({ open: { eid: 'LOG', edata: { type: 'open' } } })]);

describe('trackingPlan', () => {
  it.each([undefined, { name: 'mine', step: 'forged' }])('says which step an event is that came with %j', (plan) => {
    const event = anUnenrichedEvent({ edata: { type: 'open' }, ...(plan && { plan }) });

    enrich(event, aContextOfEnrich());

    expect(event).toEqual({
      ...anUnenrichedEvent({ edata: { type: 'open' } }),
      plan: { name: 'plan-1', step: 'open' },
    });
  });

  it.each([{}, { plan: { name: 'mine', step: 'forged' } }, { plan: null }])(
    'leaves no plan on an event that is no step and came with %j',
    (sent) => {
      const event = anUnenrichedEvent({ edata: { type: 'close' }, ...sent });

      enrich(event, aContextOfEnrich());

      expect(event).toEqual(anUnenrichedEvent({ edata: { type: 'close' } }));
    },
  );

  it('never throws, whatever JSON an event holds', () => {
    const { enrich: stamp } = trackingPlan(trackingPlans);
    const eids = trackingPlans.flatMap(({ steps }) => steps.map(({ event }) => event.eid));
    const anyPart = fc.oneof(
      anyJson,
      fc.dictionary(fc.constantFrom('env', 'cdata', 'type', 'pageid', 'extra', '__proto__'), anyJson),
    );

    fc.assert(
      fc.property(fc.constantFrom(...eids), anyPart, anyPart, anyJson, (eid, context, edata, plan) => {
        const event = anUnenrichedEvent({ eid, context, edata, plan });

        stamp(event, aContextOfEnrich());

        expect('plan' in event).toBe(false);
      }),
    );
  });
});
