import '../../fakes/lambda-environment.js';
import { serveRequest as serveDevice } from '../../../lambdas/devices/serve-request.js';
import { answerCall, outcomeOf } from '../../../lambdas/exhaust-api/answer-call.js';
import { failureOf } from '../../../lambdas/exhaust-run/fail-job.js';
import { serveRequest as serveRecord } from '../../../lambdas/registry/serve-request.js';
import { writeDay } from '../../../lambdas/sessions/write-day.js';
import { tellRefused } from '../../../lambdas/shared/frames/aws/failed-stores.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { count, metrics } from '../../../lambdas/shared/function/observe.js';
import { routesOf } from '../../../lambdas/stray/routes.js';
import { serveStray } from '../../../lambdas/stray/serve-stray.js';
import { readConfig } from '../../../lib/config/config.js';
import { aRegistryRequest } from '../../factories/records.js';
import { aRequest } from '../../factories/requests.js';
import { fakeConsole } from '../../fakes/fake-console.js';
import { fakeDataKeys } from '../../fakes/fake-data-keys.js';
import { aCall, fakeExhaustPorts } from '../../fakes/fake-exhaust-ports.js';
import { fakeRecords } from '../../fakes/fake-records.js';
import { resourcesOf, synthesize } from '../synthesize.js';
import { type AlarmProperties, metricsOf } from './alarm-evaluator.js';

const template = synthesize(readConfig('prod'));
const down = new DependencyError('DynamoDB: down');
const broken = () => Promise.reject(down);

/** What a stage of the pipeline counts with each invocation. */
async function stageCounts(): Promise<string[]> {
  const { lines } = fakeConsole();
  count({ received: 3, forwarded: 2, duplicate: 0, failed: [{ reason: 'schema' }] });
  tellRefused(down);
  metrics.publishStoredMetrics();
  return lines.flatMap((line) => Object.keys(JSON.parse(line)));
}

/** Stage → the names of what its code counts when the fault is there that an alarm waits for. */
const countedBy: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  ingest: stageCounts,
  dedup: stageCounts,
  enrich: stageCounts,
  replay: stageCounts,
  registry: async () => {
    const records = { ...fakeRecords(), find: broken };
    const ports = { records, keys: fakeDataKeys(), now: Date.now };
    const { counts } = await serveRecord(aRegistryRequest('GET', 'bot', 'b-1'), ports as never);
    return Object.keys(counts);
  },
  devices: async () => {
    const request = { call: 'profile', did: 'd-1', body: '', ip: '', userAgent: '' } as const;
    const ports = { records: { now: Date.now, find: broken }, findLocations: broken, makeId: () => 'id' };
    return [(await serveDevice(request as never, ports as never)).outcome];
  },
  'exhaust-api': async () => {
    const { ports } = fakeExhaustPorts([]);
    const jobs = { ...ports.jobs, find: broken };
    const request = aCall({ path: { tag: 'tag' }, query: { requestId: 'A'.repeat(32) } });
    return [outcomeOf(await answerCall('GET /dataset/v1/request/read/{tag}', request, { ...ports, jobs }))];
  },
  stray: async () => {
    const routes = routesOf([['registry', { 'GET /registry/v1/{kind}/{id}': 'none' }]]);
    const ports = { routes, authorizer: undefined, invoke: broken, now: Date.now };
    const { http, ...requestContext } = aRequest().requestContext;
    const event = {
      ...aRequest(),
      rawPath: '//registry/v1/bot/b',
      requestContext: { ...requestContext, http: { ...http, method: 'GET' } },
    };
    return [(await serveStray(event as never, ports)).outcome];
  },
  sessions: async () => {
    const ports = {
      records: async function* () {
        yield { unreadable: '1' };
      },
      standingsOf: async () => new Map(),
      upload: async (_: string, body: AsyncIterable<Uint8Array>) => {
        let bytes = 0;
        for await (const chunk of body) bytes += chunk.length;
        return bytes;
      },
    };
    const written = await writeDay('2026-11-20', { timeZone: 'UTC', gapMs: 1, idleMs: 1 }, ports);
    return Object.entries(written).flatMap(([name, lines]) => (lines === 1 ? [name] : []));
  },
  'exhaust-run': async () => [failureOf({ Error: 'Sandbox.Timedout' })],
};

const counted = resourcesOf(template, 'AWS::CloudWatch::Alarm')
  .flatMap(([, { Properties }]) => metricsOf(Properties as AlarmProperties))
  .filter(([namespace, , dimensions]) => namespace === 'Sunstream' && 'service' in dimensions)
  .map(
    ([, name, dimensions]) =>
      ({ name, ...dimensions }) as { name: string; service: string; stage: string; stack: string },
  );

describe('what functions count themselves', () => {
  afterEach(() => jest.restoreAllMocks());

  it.each([...new Map(counted.map((metric) => [`${metric.stage}.${metric.name}`, metric]))])(
    '%s is counted by the code when it is to be',
    async (_, { stage, name }) => {
      const names = await countedBy[stage]?.();

      expect(names).toContain(name);
    },
  );

  it('has the dimensions that a function of the stack gives it', () => {
    const given = resourcesOf(template, 'AWS::Lambda::Function').map(([, { Properties }]) => {
      const { STAGE, STACK, POWERTOOLS_SERVICE_NAME, POWERTOOLS_METRICS_NAMESPACE } = Properties.Environment.Variables;
      return [STAGE, STACK, POWERTOOLS_SERVICE_NAME, POWERTOOLS_METRICS_NAMESPACE].join();
    });

    for (const { stage, stack, service } of counted)
      expect(given).toContain([stage, stack, service, 'Sunstream'].join());
  });

  it('is no run of a request that asked for too much', () => {
    expect(failureOf({ Cause: 'Bytes scanned limit was exceeded' })).toBe('unfit');
  });
});
