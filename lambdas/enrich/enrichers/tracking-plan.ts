import type { Enricher } from '../enrich-event.js';
import { compilePlans, type TrackingPlan } from '../match-plans.js';

/**
 * Says which step of which tracking plan an event is, so that a funnel is one aggregation. `plan` is the pipeline's own:
 * what a client sends there is replaced, or removed from an event that is no step.
 */
export function trackingPlan(plans: readonly TrackingPlan[]): Enricher {
  const findStep = compilePlans(plans);
  return (event) => {
    const step = findStep(event);
    if (step) event.plan = step;
    else if ('plan' in event) delete event.plan;
  };
}
