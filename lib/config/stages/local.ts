import type { SunstreamConfig } from '../types.js';
import { dev } from './dev.js';

/** What `npm start` runs: `dev`, but files land after seconds and so do records, a laptop is not throttled, anyone may post. */
export const local: SunstreamConfig = {
  ...dev,
  stage: 'local',
  api: { ...dev.api, throttleRate: 10_000, throttleBurst: 5_000, openRouteRate: 10_000, openRouteBurst: 5_000 },
  auth: { ...dev.auth, ingest: 'none' },
  // A frame that no stage can do is given up within minutes.
  consumers: { ...dev.consumers, windowSeconds: 0, retryAttempts: 20 },
  registry: { ...dev.registry, cacheSeconds: 5 },
  lake: { ...dev.lake, bufferSeconds: 2 },
};
