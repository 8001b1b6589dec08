import '../fakes/lambda-environment.js';

/** What the deployed stages find in their environment besides; the tables are those of `fakeServices`. */
Object.assign(process.env, {
  CLAIMS_TABLE: 'claims',
  PROGRESS_TABLE: 'progress',
  REGISTRY_TABLE: 'registry',
  REGISTRY_CACHE_SECONDS: '1',
  REGISTRY_CACHE_BYTES: '400',
  OUTPUT_STREAM: 'output',
  FAILED_DELIVERY_STREAM: 'failed',
  LAKE_BUCKET: 'lake',
  CLAIM_WINDOW_DAYS: '7',
  DEFAULT_CHANNEL: 'own',
  TIME_ZONE: 'UTC',
});
