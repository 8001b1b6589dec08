import type { SunstreamConfig } from '../types.js';
import { dev } from './dev.js';

/** Data is kept when the stack goes; files are fewer and larger. */
export const prod: SunstreamConfig = {
  ...dev,
  stage: 'prod',
  retainData: true,
  api: { ...dev.api, throttleRate: 5_000, throttleBurst: 5_000, openRouteRate: 500, openRouteBurst: 1_000 },
  streams: { ...dev.streams, enrichedShards: 4 },
  lake: {
    bufferMiB: 64,
    bufferSeconds: 300,
    keepDays: { telemetry: null, archive: 90, failed: 365, undelivered: 365, exhaust: 30, summary: null },
  },
  exhaust: { ...dev.exhaust, maxScanGiB: 1_024 },
  functions: { ingestMemory: 1_024, consumerMemory: 1_769, ingestConcurrency: 200 },
  logs: { retentionDays: 90, level: 'WARN' },
  alarms: {
    ...dev.alarms,
    watch: 'all',
    traffic: { from: 9, until: 17, weekdays: [1, 2, 3, 4, 5], closed: [] },
  },
};
