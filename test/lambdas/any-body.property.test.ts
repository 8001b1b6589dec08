import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readRequest as readDeviceRequest } from '../../lambdas/devices/read-request.js';
import { serveRequest as serveDevice } from '../../lambdas/devices/serve-request.js';
import { answerCall } from '../../lambdas/exhaust-api/answer-call.js';
import { type HttpRequest, readRequest as readExhaustRequest } from '../../lambdas/exhaust-api/read-request.js';
import { ingestBatch } from '../../lambdas/ingest/ingest-batch.js';
import type { TelemetryRequest } from '../../lambdas/ingest/read-request.js';
import { pixelRoute, readRequest as readTelemetryRequest } from '../../lambdas/ingest/read-request.js';
import { readRequest as readRegistryRequest } from '../../lambdas/registry/read-request.js';
import { serveRequest as serveRegistry } from '../../lambdas/registry/serve-request.js';
import { failedLines } from '../../lambdas/shared/frames/failed-lines.js';
import { decodeFrame, type Frame } from '../../lambdas/shared/frames/frame.js';
import { aBatch, lenient } from '../factories/batches.js';
import { anEvent } from '../factories/events.js';
import { aJobRequest } from '../factories/jobs.js';
import { aUser } from '../factories/records.js';
import { aRequest } from '../factories/requests.js';
import { anyJson, anyText } from '../factories/texts.js';
import { fakeDataKeys } from '../fakes/fake-data-keys.js';
import { fakeExhaustPorts } from '../fakes/fake-exhaust-ports.js';
import { fakeIngestPorts } from '../fakes/fake-ingest-ports.js';
import { fakeOpenRecords } from '../fakes/fake-open-records.js';
import { fakeRecords } from '../fakes/fake-records.js';

interface Told {
  readonly answer: { readonly statusCode: number; readonly body: string };
  /** JSON of what was written down. */
  readonly written: readonly string[];
}

interface Route {
  /** What the route answers a body with, as its documentation has it. */
  readonly statuses: readonly number[];
  /** Whether it writes something down of a good body. */
  readonly writes: boolean;
  /** A body that it takes, with a text wherever a client may put one. */
  readonly good: (text: string) => unknown;
  readonly serve: (event: TelemetryRequest) => Promise<Told>;
}

const now = 1_705_300_200_000;
/** A request whose path has variables. */
const at = (event: TelemetryRequest, pathParameters: Record<string, string>, method = 'POST') =>
  ({
    ...event,
    pathParameters,
    requestContext: { ...event.requestContext, http: { ...event.requestContext.http, method } },
  }) as never;

async function ingest(event: TelemetryRequest): Promise<Told> {
  const ports = fakeIngestPorts();
  const { answer } = await ingestBatch(readTelemetryRequest(event, false), lenient(), ports);
  const frames = ports.forwarded.map(({ data }) => decodeFrame(data) as Frame);
  const texts = frames.flatMap(({ header, entries, lines }) => [JSON.stringify([header, entries]), ...lines]);
  return { answer, written: [...texts, ...ports.kept.flatMap(failedLines)] };
}

async function registry(event: TelemetryRequest, method: string, id: Record<string, string>): Promise<Told> {
  const records = fakeRecords();
  const request = readRegistryRequest(at(event, { kind: 'device', ...id }, method));
  const { answer } = await serveRegistry(request, { records, keys: fakeDataKeys(), now: () => now });
  return { answer, written: [...records.stored.values()].map((stored) => JSON.stringify(stored.open)) };
}

async function devices(event: TelemetryRequest): Promise<Told> {
  const records = fakeOpenRecords({ now });
  const { answer } = await serveDevice(readDeviceRequest(at(event, { did: 'd-1' })), {
    records,
    findLocations: async () => new Map(),
    makeId: () => 'id',
  });
  return { answer, written: [...records.stored.values()].map((stored) => JSON.stringify(stored.open)) };
}

const exhaust = (call: string) => async (event: TelemetryRequest) => {
  const { ports, store } = fakeExhaustPorts([], { tokens: 'none' });
  const headers = { ...event.headers, 'x-channel-id': 'ORG_001' };
  const request = readExhaustRequest({ ...event, headers } as unknown as HttpRequest);
  const answer = await answerCall(`POST /dataset/v1/request/${call}`, request, ports);
  return { answer, written: [...store.items.values()].map((job) => JSON.stringify(job)) };
};

const aDevice = (text: string) => ({ id: 'd-1', producer: text, devicespec: { [text]: [text] } });
const { tag, dataset, datasetConfig } = aJobRequest();

const routes: Readonly<Record<string, Route>> = {
  'POST telemetry': {
    statuses: [200, 400, 413, 415],
    writes: true,
    good: (text) => aBatch([anEvent({ mid: text, edata: { message: text, params: [{ [text]: text }] } })]),
    serve: ingest,
  },
  'PUT of a record': {
    statuses: [200, 400, 413, 415],
    writes: true,
    good: aDevice,
    serve: (event) => registry(event, 'PUT', { id: 'd-1' }),
  },
  'POST of records': {
    statuses: [200, 400, 413, 415],
    writes: true,
    good: (text) => ({ records: [aDevice(text), { ...aUser(), name: text }] }),
    serve: (event) => registry(event, 'POST', {}),
  },
  'POST of a device': {
    statuses: [200, 400, 413, 415],
    writes: true,
    good: (text) => ({ request: { producer: text, dspec: { [text]: text }, userDeclaredLocation: { state: text } } }),
    serve: devices,
  },
  ...Object.fromEntries(
    ['submit', 'search', 'run'].map((call) => [
      `exhaust ${call}`,
      {
        statuses: [200, 400],
        writes: call === 'submit',
        good: (text: string) => ({
          request: { tag, dataset, datasetConfig, requestedBy: text, filters: { dataset: text } },
        }),
        serve: exhaust(call),
      },
    ]),
  ),
};

/** Half of a surrogate pair as JSON escapes it; after an odd number of backslashes it is text about one. */
const half = /(^|[^\\])(\\\\)*\\ud[89a-f]/;

async function check({ serve, statuses }: Route, event: TelemetryRequest): Promise<void> {
  const { answer, written } = await serve(event);

  expect(statuses).toContain(answer.statusCode);
  for (const text of [answer.body, ...written]) {
    expect(text.isWellFormed() && !half.test(text)).toBe(true);
    expect(JSON.parse(text)).toBeInstanceOf(Object);
  }
}

const text = (body: string) => aRequest({ body });
const coded = (bytes: Uint8Array, encoding?: string) =>
  aRequest({
    body: Buffer.from(bytes).toString('base64'),
    isBase64Encoded: true,
    headers: encoding === undefined ? {} : { 'content-encoding': encoding },
  });

describe.each(Object.entries(routes))('%s', (_, route) => {
  const bodies = fc.oneof(
    anyText,
    anyJson.map((json) => JSON.stringify(json)),
    anyText.map((sent) => JSON.stringify(route.good(sent))),
    fc
      .tuple(fc.constantFrom('request', 'events', 'records'), anyJson)
      .map(([key, json]) => JSON.stringify({ [key]: json })),
  );

  it('has a documented answer for any text, and writes well-formed text alone', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        await check(route, text(body));
        await check(route, coded(gzipSync(body), 'gzip'));
      }),
      { numRuns: 60 },
    );
  });

  it('has a documented answer for any bytes under any encoding', async () => {
    const encodings = fc.constantFrom(undefined, 'identity', 'gzip', 'deflate', 'br', '__proto__');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), encodings, async (bytes, encoding) => {
        await check(route, coded(bytes, encoding));
        await check(
          route,
          coded(Buffer.concat([Buffer.from('{"request":{"tag":"'), bytes, Buffer.from('"}}')]), encoding),
        );
      }),
      { numRuns: 60 },
    );
  });

  it.each([101, 4_000, 12_000])(
    'has a documented answer for %d levels of nesting, wherever they are',
    async (levels) => {
      const deep = `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`;
      const good = JSON.stringify(route.good('mark')).replaceAll('"mark":', '"other":').replaceAll('"mark"', deep);
      for (const body of [deep, good, `{"request":${deep}}`, `{"events":[${deep}]}`, `{"records":[${deep}]}`]) {
        await check(route, text(body));
      }
    },
  );

  it('takes a body with a byte order mark, and compressed', async () => {
    const body = JSON.stringify(route.good('text'));

    const plain = await route.serve(text(body));
    const others = [
      coded(Buffer.from(`\ufeff${body}`)),
      coded(gzipSync(`\ufeff${body}`), 'gzip'),
      text(`\ufeff${body}`),
    ];

    expect(plain.written.length > 0).toBe(route.writes);
    for (const other of others) expect((await route.serve(other)).written).toEqual(plain.written);
  });

  it('refuses bytes that are not UTF-8 with the place of the first', async () => {
    const body = Buffer.from(JSON.stringify(route.good('é')), 'latin1');

    const { answer, written } = await route.serve(coded(body));

    expect([answer.statusCode, written]).toEqual([400, []]);
    expect(JSON.parse(answer.body).params.errmsg).toContain(`at byte ${body.indexOf(0xe9) + 1}`);
  });
});

describe('GET pixel', () => {
  it('has a documented answer for any query, and writes well-formed text alone', async () => {
    const { good } = routes['POST telemetry'] as Route;
    const values = fc.oneof(
      fc.string({ unit: 'binary' }),
      anyText.map((sent) => Buffer.from(JSON.stringify(good(sent))).toString('base64')),
      anyText.map((sent) => encodeURIComponent(JSON.stringify(good(sent)))),
    );
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        const event = aRequest({ routeKey: pixelRoute, rawQueryString: `data=${value}` });
        await check({ statuses: [200, 400, 413], writes: true, good, serve: ingest }, event);
      }),
    );
  });
});
