import type { PartialEvent, TrackingPlan } from '../../lambdas/enrich/match-plans.js';

/** A plan of steps by their names. */
export function aPlan(steps: Readonly<Record<string, PartialEvent>>, name = 'plan-1'): TrackingPlan {
  return { name, steps: Object.entries(steps).map(([step, event]) => ({ step, event })) };
}
