// The SDK says at every client that Node 20 is old, which it is; functions run on Node 24.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** Unit tests and the end-to-end tests of the local runner; `npm run test:engines` has its own. */
export default {
  rootDir: import.meta.dirname,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/engines/'],
  transform: { '^.+\\.(t|j|mj)s$': ['@swc/jest', swcOptions()] },
  // Only these packages are published as ES modules alone.
  transformIgnorePatterns: ['/node_modules/(?!(@middy|fast-check|jose|pure-rand)/)'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  globalSetup: '<rootDir>/scripts/synthesize-for-tests.mjs',
  testTimeout: 30_000,
  // One more than there are cores: tests of the runner wait for its buffers more than they compute.
  maxWorkers: 3,
  reporters: ['default', '<rootDir>/test/closing-line.cjs'],
};

function swcOptions() {
  return {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  };
}
