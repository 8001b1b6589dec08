import { CloudWatchClient, GetMetricDataCommand, type GetMetricDataCommandOutput } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { cloudWatchCounts } from '../../../../cli/commands/books/cloudwatch-counts.js';
import { stageAccounts } from '../../../../lib/books/hops.js';

const cloudWatch = mockClient(CloudWatchClient);
const hour = (at: number) => Date.UTC(2026, 10, 21, at);
const range = { since: hour(5), until: hour(7) + 60_000 };
const count = () => cloudWatchCounts(new CloudWatchClient({ region: 'ap-south-1' }), 'sunstream-prod', range);

/** A page of an answer: account → hour → value. */
function aPage(
  results: Readonly<Record<string, Readonly<Record<number, number>>>>,
  overrides: Partial<GetMetricDataCommandOutput> = {},
): Partial<GetMetricDataCommandOutput> {
  return {
    MetricDataResults: Object.entries(results).map(([account, values]) => ({
      Id: `m${stageAccounts.indexOf(account as never)}`,
      StatusCode: overrides.NextToken ? 'PartialData' : 'Complete',
      Timestamps: Object.keys(values).map((at) => new Date(hour(Number(at)))),
      Values: Object.values(values),
    })),
    ...overrides,
  };
}

describe('the counts of a deployed stack', () => {
  beforeEach(() => cloudWatch.reset());

  it('are asked for by the hour, of one stack, to the end of the last hour', async () => {
    cloudWatch.on(GetMetricDataCommand).resolves(aPage({}));

    await count();

    const [call] = cloudWatch.commandCalls(GetMetricDataCommand);
    const { MetricDataQueries = [], StartTime, EndTime } = call?.args[0].input ?? {};
    expect([StartTime, EndTime]).toEqual([new Date(hour(5)), new Date(hour(8))]);
    expect(MetricDataQueries).toHaveLength(stageAccounts.length);
    expect(MetricDataQueries[stageAccounts.indexOf('dedup.duplicate')]?.MetricStat).toEqual({
      Metric: {
        Namespace: 'Sunstream',
        MetricName: 'duplicate',
        Dimensions: [
          { Name: 'service', Value: 'dedup' },
          { Name: 'stack', Value: 'sunstream-prod' },
          { Name: 'stage', Value: 'dedup' },
        ],
      },
      Period: 3_600,
      Stat: 'Sum',
    });
  });

  it('are put together from all pages, a metric on two of them included', async () => {
    cloudWatch
      .on(GetMetricDataCommand)
      .resolvesOnce(aPage({ 'ingest.received': { 5: 10 }, 'dedup.received': { 5: 9 } }, { NextToken: 'more' }))
      .resolvesOnce(aPage({ 'ingest.received': { 6: 20 } }));

    const hours = await count();

    expect(cloudWatch.commandCalls(GetMetricDataCommand)[1]?.args[0].input.NextToken).toBe('more');
    expect([...hours]).toEqual([
      [hour(5), { 'ingest.received': 10, 'dedup.received': 9 }],
      [hour(6), { 'ingest.received': 20 }],
    ]);
  });

  it('leave out hours that have no data point', async () => {
    cloudWatch.on(GetMetricDataCommand).resolves(aPage({ 'ingest.received': { 5: 1, 7: 2 } }));

    const hours = await count();

    expect([...hours.keys()]).toEqual([hour(5), hour(7)]);
  });

  it('are no counts when CloudWatch could not give one of them', async () => {
    const [result] = aPage({ 'ingest.received': {} }).MetricDataResults ?? [];
    const Messages = [{ Code: 'Throttled', Value: 'try later' }];
    cloudWatch
      .on(GetMetricDataCommand)
      .resolves({ MetricDataResults: [{ ...result, StatusCode: 'InternalError', Messages }] });

    await expect(count()).rejects.toThrow(
      'CloudWatch, ingest.received: expected its counts, found InternalError: try later.',
    );
  });
});
