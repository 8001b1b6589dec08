/**
 * What a deployed function finds in its environment; to be imported before the code that reads it.
 * In Powertools' development mode metrics and logs go to the global console, where a test can catch them.
 */
Object.assign(process.env, {
  STAGE: 'dedup',
  STACK: 'sunstream-test',
  AWS_REGION: 'ap-south-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  POWERTOOLS_METRICS_NAMESPACE: 'Sunstream',
});

export {};
