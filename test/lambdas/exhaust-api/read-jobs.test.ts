import { answerCall } from '../../../lambdas/exhaust-api/answer-call.js';
import { linkEnd } from '../../../lambdas/exhaust-api/links.js';
import type { ExhaustRequest } from '../../../lambdas/exhaust-api/ports.js';
import type { Job } from '../../../lambdas/shared/exhaust/job.js';
import type { Saying } from '../../factories/batches.js';
import { aJob, aRequestId, submission } from '../../factories/jobs.js';
import { aCall, aUuid, fakeExhaustPorts } from '../../fakes/fake-exhaust-ports.js';

const { tag } = aJob();
const id = (number: number) => number.toString(16).toUpperCase().padStart(32, '0');
const success = aJob({
  status: 'SUCCESS',
  completedAt: submission + 9_000,
  executionMs: 6_210,
  statusMessage: '',
  files: ['d655cf03_response_20220405.csv'],
});

async function call(
  routeKey: string,
  ports: ReturnType<typeof fakeExhaustPorts>['ports'],
  request: Saying<ExhaustRequest>,
) {
  const { statusCode, body } = await answerCall(routeKey, aCall(request), ports);
  return { status: statusCode, ...JSON.parse(body) };
}

const read = (ports: Parameters<typeof call>[1], request: Saying<ExhaustRequest> = {}) =>
  call('GET /dataset/v1/request/read/{tag}', ports, { path: { tag }, query: { requestId: aRequestId }, ...request });
const list = (ports: Parameters<typeof call>[1], request: Saying<ExhaustRequest> = {}) =>
  call('GET /dataset/v1/request/list/{tag}', ports, { path: { tag }, ...request });
const search = (ports: Parameters<typeof call>[1], body: unknown, request: Saying<ExhaustRequest> = {}) =>
  call('POST /dataset/v1/request/search', ports, { body: JSON.stringify({ request: body }), ...request });

describe('reading a job', () => {
  it('that is done answers as published, with a link that is good for a day', async () => {
    const { ports, clock } = fakeExhaustPorts([success]);
    clock.now += 60_000;

    const { id: answerId, result } = await read(ports);

    const end = linkEnd(clock.now);
    expect(answerId).toBe('ekstep.analytics.dataset.request.info');
    expect(result).toMatchObject({
      status: 'SUCCESS',
      statusMessage: '',
      lastUpdated: submission + 9_000,
      expiresAt: end * 1_000,
      jobStats: { dtJobSubmitted: submission, dtJobCompleted: submission + 9_000, executionTime: 6_210 },
    });
    expect(result.downloadUrls).toEqual([
      expect.stringMatching(
        new RegExp(
          `^https://api\\.example/dataset/v1/file/${aRequestId}/d655cf03_response_20220405\\.csv\\?expires=${end}&signature=[\\w-]{43}$`,
        ),
      ),
    ]);
    expect(end * 1_000 - clock.now).toBeGreaterThanOrEqual(86_400_000);
  });

  it('again gives a new link', async () => {
    const { ports, clock } = fakeExhaustPorts([success]);
    const first = await read(ports);
    clock.now += 3_600_000;

    const second = await read(ports);

    expect(second.result.downloadUrls).not.toEqual(first.result.downloadUrls);
    expect(second.result.expiresAt - first.result.expiresAt).toBe(3_600_000);
  });

  it('that failed says why, and has no link', async () => {
    const { ports } = fakeExhaustPorts([aJob({ status: 'FAILED', attempts: 1, statusMessage: 'No data found' })]);

    const { result } = await read(ports);

    expect(result).toMatchObject({ status: 'FAILED', attempts: 1, statusMessage: 'No data found', downloadUrls: [] });
  });

  it.each<[string, Saying<ExhaustRequest>]>([
    ['its id is unknown', { query: { requestId: id(1) } }],
    ['its id is no id', { query: { requestId: 'x' } }],
    ['no id is given', { query: {} }],
    ['its tag is another', { path: { tag: 'other' } }],
    ['its tag is given with the channel', { path: { tag: `${tag}:ORG_001` } }],
    ['its channel is another of the token’s', { channel: 'ORG_002', channels: ['ORG_001', 'ORG_002'] }],
  ])('is HTTP 200 that failed, where %s', async (_, request) => {
    const answer = await read(fakeExhaustPorts([success]).ports, request);

    expect(answer).toEqual({
      status: 200,
      id: 'ekstep.analytics.dataset.request.info',
      ver: '1.0',
      ts: '2022-04-05T13:25:18.347+00:00',
      params: {
        resmsgid: aUuid,
        err: 'OK',
        status: 'failed',
        errmsg: 'no job available with the given request_id and tag',
        client_key: null,
      },
      responseCode: 'OK',
      result: null,
    });
  });
});

const calls = {
  read,
  list,
  search: (ports: Parameters<typeof call>[1], request = {}) =>
    search(ports, { filters: { status: 'SUCCESS' } }, request),
};

describe.each(Object.entries(calls))('a %s', (_, make) => {
  it.each<[string, Saying<ExhaustRequest>, string]>([
    ['no channel', { channel: undefined }, 'X-Channel-ID is missing in request header'],
    ['an empty channel', { channel: '' }, 'X-Channel-ID is missing in request header'],
    [
      'a channel that its token is not bound to',
      { channel: 'ORG_002' },
      "Given X-Consumer-ID='portal' and X-Channel-ID='ORG_002' are not authorized",
    ],
    [
      'a token that is bound to no channel',
      { channels: undefined },
      "Given X-Consumer-ID='portal' and X-Channel-ID='ORG_001' are not authorized",
    ],
    [
      'a channel that would be a part of a tag',
      { channel: 'a:b', channels: ['a:b'] },
      "Given X-Consumer-ID='portal' and X-Channel-ID='a:b' are not authorized",
    ],
  ])('with %s is 403', async (_, request, errmsg) => {
    const answer = await make(fakeExhaustPorts([success]).ports, request);

    expect(answer).toMatchObject({
      status: 403,
      responseCode: 'FORBIDDEN',
      params: { status: 'failed', err: 'FORBIDDEN', errmsg },
      result: null,
    });
  });

  it('without tokens, as on stage local, takes the header’s channel as it is', async () => {
    const { ports } = fakeExhaustPorts([success], { tokens: 'none' });

    expect(await make(ports, { channels: undefined, consumer: undefined })).toMatchObject({ status: 200 });
  });
});

describe('listing jobs', () => {
  const jobs = Array.from({ length: 120 }, (_, at) => aJob({ requestId: id(at), submittedAt: submission + at }));

  it.each<[string, string | undefined, number]>([
    ['100 where nothing is said', undefined, 100],
    ['as many as are wanted', '5', 5],
    ['all where fewer are there', '1000', 120],
  ])('gives the newest first, %s', async (_, limit, count) => {
    const { result } = await list(fakeExhaustPorts(jobs).ports, { query: { limit } });

    expect(result.count).toBe(count);
    expect(result.jobs.map((job: Job) => job.requestId)).toEqual(
      jobs
        .map(({ requestId }) => requestId)
        .toReversed()
        .slice(0, count),
    );
  });

  it('gives an empty list where there is nothing under a tag', async () => {
    const answer = await list(fakeExhaustPorts(jobs).ports, { path: { tag: 'other' } });

    expect(answer).toMatchObject({
      status: 200,
      id: 'ekstep.analytics.dataset.request.list',
      result: { count: 0, jobs: [] },
    });
  });

  it.each(['many', '0', '-1', '1001', '1.5', ''])('refuses %j for a limit, before it asks who calls', async (limit) => {
    const answer = await list(fakeExhaustPorts(jobs).ports, { query: { limit }, channel: undefined });

    expect(answer).toMatchObject({
      status: 400,
      params: { errmsg: expect.stringMatching(/^limit: expected a whole/) },
    });
  });
});

describe('searching jobs', () => {
  const jobs = [
    ...Array.from({ length: 12 }, (_, at) => aJob({ requestId: id(at), submittedAt: submission + at })),
    aJob({ requestId: id(20), dataset: 'summary', status: 'SUCCESS', submittedAt: submission - 86_400_000 }),
    aJob({ requestId: id(21), channel: 'ORG_002' }),
  ];

  it.each<[string, object, number, number]>([
    ['by status', { filters: { status: 'SUBMITTED' } }, 12, 10],
    ['by dataset', { filters: { dataset: 'summary' } }, 1, 1],
    ['by day', { filters: { requestedDate: '2022-04-04' } }, 1, 1],
    ['by channel, with a limit', { filters: { channel: 'ORG_001' }, limit: 3 }, 13, 3],
    ['by all of it, an unknown key left aside', { filters: { status: 'SUCCESS', dataset: 'summary', x: 1 } }, 1, 1],
    ['by another channel', { filters: { channel: 'ORG_002' } }, 0, 0],
  ])('%s counts all that match, and gives as many as are wanted', async (_, request, count, given) => {
    const answer = await search(fakeExhaustPorts(jobs).ports, request);

    expect(answer).toMatchObject({ status: 200, id: 'ekstep.analytics.dataset.request.search', result: { count } });
    expect(answer.result.jobs).toHaveLength(given);
  });

  it.each<[string, unknown, string | RegExp]>([
    ['no filters', {}, 'Filters are empty'],
    ['no filter that is known', { filters: { tag } }, 'Unsupported filters'],
    ['an empty object', { filters: {} }, 'Unsupported filters'],
    ['a list', { filters: [] }, /^filters: expected an object/],
    ['a filter that is no text', { filters: { status: ['SUCCESS'] } }, /^filters.status: expected a text/],
    ['a day that there is not', { filters: { requestedDate: '2022-02-30' } }, /^filters.requestedDate: expected a day/],
    ['a limit that is none', { filters: { status: 'SUCCESS' }, limit: 'x' }, /^limit: expected/],
    [
      'a status that no job has, which would be an answer without jobs',
      { filters: { status: 'success' } },
      'filters.status: expected one of SUBMITTED, PROCESSING, SUCCESS, FAILED, found "success". Did you mean SUCCESS?',
    ],
    [
      'a dataset that there is not',
      { filters: { dataset: 'telemetry_raw' } },
      'filters.dataset: expected one of uci-response-exhaust, uci-private-exhaust, telemetry-raw, summary, found "telemetry_raw". Did you mean telemetry-raw?',
    ],
    [
      'a misspelt filter beside a good one, which would be an answer with too many jobs',
      { filters: { status: 'SUCCESS', requesteddate: '2022-04-04' } },
      'filters: expected no keys but dataset, status, channel, requestedDate, found "requesteddate". Did you mean requestedDate?',
    ],
    [
      'a misspelt limit',
      { filters: { status: 'SUCCESS' }, limt: 3 },
      'request: expected no keys but filters, limit, found "limt". Did you mean limit?',
    ],
  ])('is refused with %s', async (_, request, text) => {
    const answer = await search(fakeExhaustPorts(jobs).ports, request, { channel: undefined });

    const errmsg = typeof text === 'string' ? text : expect.stringMatching(text);
    expect(answer).toMatchObject({ status: 400, params: { err: 'CLIENT_ERROR', errmsg } });
  });
});
