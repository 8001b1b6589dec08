import type { SunstreamConfig } from '../config.js';
import { dev } from './dev.js';

/** What `npm start` runs: `dev`, but files land after seconds and a laptop is not throttled. */
export const local: SunstreamConfig = {
  ...dev,
  stage: 'local',
  api: { ...dev.api, throttleRate: 10_000, throttleBurst: 5_000 },
  consumers: { ...dev.consumers, windowSeconds: 0 },
  lake: { ...dev.lake, bufferSeconds: 2 },
};
