import { type Rule, whole } from './config-rule.js';
import type { SearchConfig } from './types.js';

/** A rule of `search`, which holds where search is off. */
const ofSearch = (rule: Rule): Rule => ({
  ...rule,
  holds: (found, config) => config.search === null || rule.holds(found, config),
});

const count = (from: number, to: number, key: keyof SearchConfig): Rule =>
  ofSearch(whole(from, to, `search.${key}`, ({ search }) => search?.[key]));

/**
 * "Choosing the number of shards: no more than 25 shards per GiB of Java heap", which is half of 2 GiB. A day has an
 * index of events and one of failed ones, and a node has one copy of each, at most.
 */
const maxSmallDays = 12;

/** The limits are those of OpenSearch Service and of Firehose's OpenSearch destination. */
export const searchRules: readonly Rule[] = [
  {
    key: 'search',
    value: ({ search }) => search,
    expected: 'null, or settings such as smallSearch of lib/config/stages/small-search.ts',
    holds: (found) => found === null || typeof found === 'object',
  },
  ofSearch({
    key: 'search.instanceType',
    value: ({ search }) => search?.instanceType,
    expected: 'an instance type of OpenSearch Service such as t3.small.search',
    holds: (found) => /^[a-z0-9]+\.[a-z0-9]+\.search$/.test(String(found)),
  }),
  ofSearch({
    key: 'search.instances',
    value: ({ search }) => search?.instances,
    expected: '1, or up to 80 in zones that each have as many: a multiple of 2 or 3',
    holds: (found) => {
      const instances = found as number;
      return instances === 1 || (isWithin(instances, 2, 80) && (instances % 2 === 0 || instances % 3 === 0));
    },
  }),
  count(10, 24_576, 'volumeGiB'),
  count(1, 3_660, 'keepDays'),
  ofSearch({
    key: 'search.keepDays',
    value: ({ search }) => search?.keepDays,
    expected: `with t3.small.search at most ${maxSmallDays} days: it has 1 GiB of heap, for 25 shards, and each day is two`,
    holds: (found, { search }) => search?.instanceType !== 't3.small.search' || (found as number) <= maxSmallDays,
  }),
  count(1, 100, 'bufferMiB'),
  count(0, 900, 'bufferSeconds'),
  count(0, 7_200, 'retrySeconds'),
  ofSearch({
    key: 'search.readers',
    value: ({ search }) => search?.readers,
    expected: 'a list of ARNs of IAM roles and users, each once',
    holds: (found) => Array.isArray(found) && found.every(isPrincipal) && new Set(found).size === found.length,
  }),
];

const isPrincipal = (found: unknown): boolean =>
  typeof found === 'string' && /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/\S+$/.test(found);

function isWithin(found: number, from: number, to: number): boolean {
  return Number.isInteger(found) && found >= from && found <= to;
}
