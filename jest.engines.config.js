import base from './jest.config.js';

/** What is checked against real engines: Amazon's DynamoDB Local, cfn-lint, Chromium, OpenSearch. One that can't be had is skipped, aloud. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/engines/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/scripts/engines/install-all.mjs',
  testTimeout: 120_000,
  maxWorkers: 1,
};
