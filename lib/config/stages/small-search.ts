import type { SearchConfig } from '../types.js';

/**
 * The smallest domain there is, to be spread into a stage's `search`: one node without a replica, for some 5 million
 * events. About $28 a month, idle or not.
 */
export const smallSearch: SearchConfig = {
  instanceType: 't3.small.search',
  instances: 1,
  volumeGiB: 10,
  keepDays: 10,
  bufferMiB: 5,
  bufferSeconds: 60,
  retrySeconds: 300,
  readers: [],
};
