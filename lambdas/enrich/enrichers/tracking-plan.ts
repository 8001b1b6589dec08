import type { Enricher } from '../enricher.js';
import { compilePlans, type TrackingPlan } from '../match-plans.js';
import { removeSent } from '../sent-fields.js';

/**
 * Says which step of which tracking plan an event is, so that a funnel is one aggregation. `plan` is the pipeline's own:
 * what a client sends there is replaced, or removed from an event that is no step.
 */
export function trackingPlan(plans: readonly TrackingPlan[]): Enricher {
  const findStep = compilePlans(plans);
  return {
    rows: [
      {
        property: 'plan',
        source: '[tracking plans](tracking-plans.md)',
        when: 'the event is a step of one',
        fields: { name: 'name of the plan', step: 'name of the step' },
      },
    ],
    enrich(event) {
      const step = findStep(event);
      if (step) event.plan = step;
      else removeSent(event, 'plan');
    },
  };
}
