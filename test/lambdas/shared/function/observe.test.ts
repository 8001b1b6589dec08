import '../../../fakes/lambda-environment.js';
import { count } from '../../../../lambdas/shared/function/observe.js';
import { stageSeries } from '../../../../lib/books/stage-series.js';
import { fakeConsole } from '../../../fakes/fake-console.js';

interface MetricLine {
  readonly _aws: { CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[] };
}

describe('what a stage counts', () => {
  afterEach(() => jest.restoreAllMocks());

  it('is the metric that the books and the alarms ask for, of this stack and stage', () => {
    const { lines } = fakeConsole();

    count({ received: 5, forwarded: 4, failed: [{ reason: 'schema' }] });

    const asked = stageSeries('sunstream-test', 'dedup.forwarded');
    const line = lines.map((text): MetricLine => JSON.parse(text)).find((read) => 'forwarded' in read);
    const [written] = line?._aws.CloudWatchMetrics ?? [];
    expect(written?.Namespace).toBe(asked.namespace);
    expect(written?.Metrics).toContainEqual({ Name: asked.name, Unit: 'Count' });
    expect(written?.Dimensions.map((names) => names.toSorted())).toEqual([Object.keys(asked.dimensions).toSorted()]);
    // Tests are no function of the stack, and Powertools has no service name to add.
    expect(line).toMatchObject({ stack: 'sunstream-test', stage: 'dedup', forwarded: 4 });
  });

  it('is counted by reason in a line of its own, of the same stack', () => {
    const { lines } = fakeConsole();

    count({ received: 2, forwarded: 0, failed: [{ reason: 'schema' }, { reason: 'schema' }] });

    const byReason = lines.map((text) => JSON.parse(text)).filter((line) => 'failedByReason' in line);
    expect(byReason).toMatchObject([{ stack: 'sunstream-test', stage: 'dedup', reason: 'schema', failedByReason: 2 }]);
  });
});
