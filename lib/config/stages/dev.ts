import { clientHeaders } from '../client-headers.js';
import type { SunstreamConfig } from '../types.js';

/** To try things out: small, and gone without a trace when the stack is deleted. */
export const dev: SunstreamConfig = {
  stage: 'dev',
  retainData: false,
  timeZone: 'Asia/Kolkata',
  api: {
    allowOrigins: ['*'],
    allowHeaders: clientHeaders,
    throttleRate: 500,
    throttleBurst: 1_000,
    openRouteRate: 50,
    openRouteBurst: 100,
    defaultChannel: 'sunbird',
  },
  auth: { ingest: 'token', issuers: [] },
  judging: { profile: 'compatible', channelProfiles: {}, lateAfterDays: 90 },
  privacy: { ip: 'truncated', blankRegistrationAnswers: true },
  streams: { mode: 'provisioned', shards: 1, enrichedShards: 1, retentionHours: 168 },
  consumers: { batchSize: 100, windowSeconds: 1, parallelization: 1, retryAttempts: 200, maxRecordAgeHours: 144 },
  claims: { windowDays: 7 },
  registry: { cacheSeconds: 300, refreshUsers: true },
  lake: {
    bufferMiB: 5,
    bufferSeconds: 60,
    keepDays: { telemetry: 30, archive: 7, failed: 30, undelivered: 30, exhaust: 7, summary: 30 },
  },
  exhaust: {
    nightlyHour: 2,
    tellEmails: [],
    tellPhones: [],
    maxDays: 400,
    lateDays: 7,
    runOnSubmit: true,
    maxScanGiB: 100,
    csv: 'spark',
    neutraliseFormulas: false,
    zipCipher: 'aes-256',
    uciPdata: '%.uci.%',
  },
  sessions: { hour: 4, gapMinutes: 30, idleMinutes: 10, lateDays: 3 },
  search: null,
  functions: { ingestMemory: 512, consumerMemory: 1_024, ingestConcurrency: null },
  logs: { retentionDays: 14, level: 'INFO' },
  alarms: { emails: [], watch: 'data', traffic: null },
};
