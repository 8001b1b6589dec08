import type { Enrichers } from './enricher.js';
import { collectionData } from './enrichers/collection-data.js';
import { contentData } from './enrichers/content-data.js';
import { defaultChannel } from './enrichers/default-channel.js';
import { derivedLocation } from './enrichers/derived-location.js';
import { deviceData } from './enrichers/device-data.js';
import { dialCode } from './enrichers/dial-code.js';
import { dialcodeData } from './enrichers/dialcode-data.js';
import { federatedActor } from './enrichers/federated-actor.js';
import { futureTime } from './enrichers/future-time.js';
import { l2Data } from './enrichers/l2-data.js';
import { stamps } from './enrichers/stamps.js';
import { trackingPlan } from './enrichers/tracking-plan.js';
import { userAgent } from './enrichers/user-agent.js';
import { userData } from './enrichers/user-data.js';
import type { TrackingPlan } from './match-plans.js';
import { trackingPlans } from './tracking-plans.generated.js';

/**
 * In this order: a place is taken from user and device, and a plan's steps are events as they are stored. One more is
 * one file and one line.
 */
export const enrichersWith = (plans: readonly TrackingPlan[]): Enrichers => ({
  mending: [stamps, federatedActor, dialCode, defaultChannel, futureTime],
  adding: [
    deviceData,
    userData,
    dialcodeData,
    contentData,
    collectionData,
    l2Data,
    derivedLocation,
    userAgent,
    trackingPlan(plans),
  ],
});

/** With the plans of `tracking-plans/`. */
export const enrichers: Enrichers = enrichersWith(trackingPlans);
