import { checkConfig } from '../../../lib/config/check-config.js';
import { readConfig } from '../../../lib/config/config.js';
import { smallSearch } from '../../../lib/config/stages/small-search.js';
import type { SearchConfig } from '../../../lib/config/types.js';

const check = (search: unknown) => checkConfig({ ...readConfig('dev'), search } as never);

describe('the configuration of search', () => {
  it('may be none, or the small one', () => {
    expect(() => check(null)).not.toThrow();
    expect(() => check(smallSearch)).not.toThrow();
  });

  it('may keep more days where the node has more memory', () => {
    expect(() => check({ ...smallSearch, instanceType: 'r7g.large.search', keepDays: 90 })).not.toThrow();
  });

  it('must be said', () => {
    expect(() => check(undefined)).toThrow('search: expected null, or settings such as smallSearch');
  });

  it.each<[key: keyof SearchConfig, found: unknown, expected: string]>([
    ['instanceType', 't3.small', 'an instance type of OpenSearch Service such as t3.small.search'],
    ['instances', 0, '1, or up to 80 in zones that each have as many: a multiple of 2 or 3'],
    ['instances', 5, '1, or up to 80 in zones that each have as many: a multiple of 2 or 3'],
    ['instances', 81, '1, or up to 80 in zones that each have as many: a multiple of 2 or 3'],
    ['volumeGiB', 9, 'a whole number from 10 to 24,576'],
    ['keepDays', 0, 'a whole number from 1 to 3,660'],
    ['keepDays', 13, 'with t3.small.search at most 12 days: it has 1 GiB of heap, for 25 shards, and each day is two'],
    ['bufferMiB', 101, 'a whole number from 1 to 100'],
    ['bufferSeconds', 901, 'a whole number from 0 to 900'],
    ['retrySeconds', 7_201, 'a whole number from 0 to 7,200'],
    ['readers', ['analysts'], 'a list of ARNs of IAM roles and users, each once'],
    ['readers', undefined, 'a list of ARNs of IAM roles and users, each once'],
  ])('is refused with %s %j', (key, found, expected) => {
    expect(() => check({ ...smallSearch, [key]: found })).toThrow(
      `search.${key}: expected ${expected}, found ${JSON.stringify(found)}.`,
    );
  });
});
