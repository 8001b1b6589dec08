import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandOutput,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { type Account, hourMs, hourOf } from '../../../lib/books/counts.js';
import { stageAccounts } from '../../../lib/books/hops.js';
import { stageSeries } from '../../../lib/books/stage-series.js';
import { addCounts, type Hours } from './add-counts.js';

/** An hour at a time, as long as CloudWatch keeps it. "GetMetricData: at most 500 metrics a call". */
const query = (stack: string, account: Account, index: number): MetricDataQuery => {
  const { namespace, name, statistic, dimensions } = stageSeries(stack, account);
  return {
    Id: `m${index}`,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: hourMs / 1_000,
      Stat: statistic,
    },
  };
};

/**
 * What the stages of a deployed stack counted, hour by hour, by their metrics. An hour without a data point had none.
 *
 * @throws Error when CloudWatch could not answer for one of the metrics
 */
export async function cloudWatchCounts(
  client: CloudWatchClient,
  stack: string,
  { since, until }: { readonly since: number; readonly until: number },
): Promise<Hours> {
  const hours: Hours = new Map();
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: stageAccounts.map((account, index) => query(stack, account, index)),
        StartTime: new Date(since),
        EndTime: new Date(hourOf(until - 1) + hourMs),
        ScanBy: 'TimestampAscending',
        NextToken: nextToken,
      }),
    );
    for (const result of page.MetricDataResults ?? []) addResult(hours, result);
    nextToken = page.NextToken;
    checkEnd(page);
  } while (nextToken !== undefined);
  return hours;
}

/** "PartialData: more is on the next page". On the last one it is no answer. */
function checkEnd({ NextToken, MetricDataResults = [] }: GetMetricDataCommandOutput): void {
  if (NextToken === undefined && MetricDataResults.some(({ StatusCode }) => StatusCode === 'PartialData')) {
    throw new Error('CloudWatch: expected all counts, found some of them without a next page. Ask again.');
  }
}

function addResult(hours: Hours, { Id = '', StatusCode, Timestamps = [], Values = [], Messages }: MetricDataResult) {
  const account = stageAccounts[Number(Id.slice(1))];
  if (!account) throw new Error(`CloudWatch: expected a metric that was asked for, found "${Id}".`);
  if (StatusCode !== 'Complete' && StatusCode !== 'PartialData') {
    const why = Messages?.map(({ Value }) => Value).join(', ');
    throw new Error(`CloudWatch, ${account}: expected its counts, found ${StatusCode}${why ? `: ${why}` : ''}.`);
  }
  for (const [index, at] of Timestamps.entries()) addCounts(hours, at.getTime(), { [account]: Values[index] ?? 0 });
}
