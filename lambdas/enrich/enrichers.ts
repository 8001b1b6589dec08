import type { Enricher } from './enrich-event.js';
import { defaultChannel } from './enrichers/default-channel.js';
import { dialCode } from './enrichers/dial-code.js';
import { federatedActor } from './enrichers/federated-actor.js';
import { futureTime } from './enrichers/future-time.js';
import { stamps } from './enrichers/stamps.js';

/** In this order. One more is one file and one line. */
export const enrichers: readonly Enricher[] = [stamps, federatedActor, dialCode, defaultChannel, futureTime];
