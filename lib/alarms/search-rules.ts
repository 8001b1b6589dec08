import type { AlarmRule } from './alarm-rule.js';
import { metric, only, sumOfMetrics } from './measures.js';

const firehose = 'AWS/Firehose';
const domain = 'AWS/ES';

/** The way to OpenSearch, and OpenSearch itself; alarms only where `search` is on. */
export const searchRules: readonly AlarmRule[] = [
  {
    id: 'search-stale',
    title: 'Events come to OpenSearch late',
    severity: 'today',
    on: 'searchDelivery',
    measure: only(metric(firehose, 'DeliveryToAmazonOpenSearchService.DataFreshness', 'Maximum')),
    measures: 'age of the oldest record that Firehose has not delivered to OpenSearch',
    threshold: ({ search }) => 2 * (search?.bufferSeconds ?? 60) + 600,
    unit: 's',
    periodMinutes: 5,
    periods: 3,
    missing: 'notBreaching',
    means:
      'Dashboards lag behind. The lake does not: it has a Firehose of its own. Records wait in the stream; after `search.retrySeconds` each batch goes to `undelivered/search/` in its place.',
    look: [
      'Firehose console, the delivery stream, Destination error logs.',
      '[search-red](#search-red), [search-blocked](#search-blocked), [search-disk-low](#search-disk-low): is one of them on?',
    ],
    mend: [
      'OpenSearch is too small for what comes: raise `search.instances` or `search.instanceType` and deploy.',
      '`npx cdk deploy -c stage=STAGE` puts permissions back that were changed by hand.',
    ],
    over: 'The age is back under the threshold. What is missing of past days comes by `npm run search:reindex` ([search](search.md#rebuilding-an-index)).',
  },
  {
    id: 'search-refused',
    title: 'OpenSearch does not take events',
    severity: 'today',
    on: 'searchDelivery',
    measure: (target) => ({
      series: { success: metric(firehose, 'DeliveryToAmazonOpenSearchService.Success', 'Average')(target) },
      expression: '100 * (1 - success)',
    }),
    measures: 'share of the documents that were not indexed',
    threshold: () => 10,
    unit: '%',
    // A Firehose writes once in its buffer's time, which may be fifteen minutes: shorter periods may hold no try at all.
    periodMinutes: 15,
    periods: 2,
    missing: 'notBreaching',
    means:
      'Either OpenSearch can’t take anything, and Firehose tries again; or the index refuses documents for what is in them, and they are in `undelivered/search/` with the reason. They are in the lake in both cases.',
    look: [
      'The newest object of `aws s3 ls --recursive s3://LAKE_BUCKET/undelivered/search/`: `errorCode` and `errorMessage` of its lines ([search](search.md#documents-that-were-not-indexed)).',
      'Firehose console, the delivery stream, Destination error logs.',
    ],
    mend: [
      'A mapping that refuses what is valid: mend the index template, deploy, then rebuild the days.',
      'An outage: as for [search-stale](#search-stale).',
    ],
    over: 'All documents are indexed, and days with gaps were rebuilt.',
  },
  {
    id: 'search-red',
    title: 'OpenSearch has lost an index',
    severity: 'today',
    on: 'searchDomain',
    measure: only(metric(domain, 'ClusterStatus.red', 'Maximum')),
    measures: 'whether a primary shard is on no node, 1 or 0',
    threshold: () => 0,
    unit: '',
    periodMinutes: 1,
    periods: 5,
    missing: 'ignore',
    means: 'An index can’t be searched or written to. With one node that is so while the node is replaced.',
    look: ['OpenSearch console, the domain, Cluster health.', '[search-disk-low](#search-disk-low).'],
    mend: [
      'Wait half an hour: a node that is replaced comes back with its disk.',
      'An index that stays red: delete it, then rebuild its day with `npm run search:reindex`.',
    ],
    over: 'The cluster is yellow or green.',
  },
  {
    id: 'search-disk-low',
    title: 'OpenSearch runs out of disk',
    severity: 'today',
    on: 'searchDomain',
    measure: (target) => ({
      series: { free: metric(domain, 'FreeStorageSpace', 'Minimum')(target) },
      expression: `100 - 100 * free / ${target.diskMiB}`,
    }),
    measures: 'how much of the fullest node’s disk is taken',
    threshold: () => 75,
    unit: '%',
    periodMinutes: 5,
    periods: 3,
    missing: 'ignore',
    means: 'Below 20 % of free disk OpenSearch Service blocks writes: events then go to `undelivered/search/`.',
    look: [
      '`GET _cat/indices?v&s=store.size:desc`: which days are large?',
      'Is `search.keepDays` too long for the disk?',
    ],
    mend: [
      'Raise `search.volumeGiB`, or lower `search.keepDays`, and deploy. The domain can be used meanwhile.',
      'At once: delete the oldest index. The lake has its events.',
    ],
    over: 'A quarter of each node’s disk is free.',
  },
  {
    id: 'search-blocked',
    title: 'OpenSearch blocks writes',
    severity: 'today',
    on: 'searchDomain',
    measure: only(metric(domain, 'ClusterIndexWritesBlocked', 'Maximum')),
    measures: 'whether the domain refuses to write, 1 or 0',
    threshold: () => 0,
    unit: '',
    periodMinutes: 5,
    periods: 1,
    missing: 'ignore',
    means: 'Too little disk or memory is left. Nothing is indexed; Firehose tries again, then writes to S3.',
    look: [
      '[search-disk-low](#search-disk-low).',
      '`JVMMemoryPressure` of the domain: over 92 % for half an hour blocks too.',
    ],
    mend: [
      'Disk: as for [search-disk-low](#search-disk-low).',
      'Memory: a larger `search.instanceType`.',
      'Then rebuild the days with gaps with `npm run search:reindex`.',
    ],
    over: 'The domain takes writes.',
  },
  {
    id: 'search-failed-index',
    title: 'Failed events are not indexed',
    severity: 'today',
    on: 'searchFunction',
    measure: sumOfMetrics(metric('AWS/Lambda', 'Errors', 'Sum')),
    measures: 'invocations of index-failed that ended with an error',
    threshold: () => 2,
    unit: 'invocations',
    periodMinutes: 15,
    periods: 1,
    missing: 'notBreaching',
    means:
      'The dashboard of failed events lacks some. Lambda tries an object three times in some three minutes, and nothing indexes it after that. The events are in `failed/` of the lake, with their reasons.',
    look: [
      'The log of index-failed: `filter level = "ERROR"`.',
      '[search-red](#search-red), [search-blocked](#search-blocked).',
    ],
    mend: [
      'Mend OpenSearch. Then fill in the days: `npm run search:reindex -- --failed --from DAY --to DAY --bucket LAKE_BUCKET --endpoint URL` ([search](search.md#failed-events)).',
    ],
    over: 'No errors for fifteen minutes, and the days were filled in.',
  },
];
