import type { Enricher } from './enrich-event.js';
import { defaultChannel } from './enrichers/default-channel.js';
import { dialCode } from './enrichers/dial-code.js';
import { federatedActor } from './enrichers/federated-actor.js';
import { futureTime } from './enrichers/future-time.js';
import { stamps } from './enrichers/stamps.js';
import { trackingPlan } from './enrichers/tracking-plan.js';
import type { TrackingPlan } from './match-plans.js';
import { trackingPlans } from './tracking-plans.generated.js';

/** In this order: a plan's steps are events as they are stored. One more is one file and one line. */
export const enrichersWith = (plans: readonly TrackingPlan[]): readonly Enricher[] => [
  stamps,
  federatedActor,
  dialCode,
  defaultChannel,
  futureTime,
  trackingPlan(plans),
];

/** With the plans of `tracking-plans/`. */
export const enrichers: readonly Enricher[] = enrichersWith(trackingPlans);
