import base from './jest.config.js';

/** The inner loop: all but what starts a whole runner, dies at every step, or builds the project. */
export default {
  ...base,
  testPathIgnorePatterns: [
    ...base.testPathIgnorePatterns,
    '<rootDir>/test/e2e/',
    '<rootDir>/test/sweep/',
    '<rootDir>/test/scripts/build.test.ts',
    '<rootDir>/test/lib/nag.test.ts',
    '<rootDir>/test/lambdas/exhaust-write/memory.test.ts',
  ],
};
