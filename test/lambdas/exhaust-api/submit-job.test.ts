import { answerCall } from '../../../lambdas/exhaust-api/answer-call.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { aJob, aJobRequest, aRequestId, submission } from '../../factories/jobs.js';
import { aCall, aUuid, fakeExhaustPorts } from '../../fakes/fake-exhaust-ports.js';
import { published, submit, withConfig } from './submitting.js';

const { tag, dataset, datasetConfig } = aJobRequest();

describe('a request as it is published', () => {
  it('is answered as it is published, with the header’s channel and not the body’s', async () => {
    const { ports } = fakeExhaustPorts();
    const call = aCall({ body: JSON.stringify({ request: published }) });

    const { statusCode, body } = await answerCall('POST /dataset/v1/request/submit', call, ports);

    const end = Math.ceil((submission + 86_400_000) / 1_000) * 1_000;
    expect(statusCode).toBe(200);
    // As a text: the order of the keys is upstream's too.
    expect(body).toBe(
      JSON.stringify({
        id: 'ekstep.analytics.dataset.request.submit',
        ver: '1.0',
        ts: '2022-04-05T13:25:18.347+00:00',
        params: { resmsgid: aUuid, status: 'successful', client_key: null },
        responseCode: 'OK',
        result: {
          attempts: 0,
          lastUpdated: submission,
          tag: `${tag}:ORG_001`,
          expiresAt: end,
          datasetConfig,
          downloadUrls: [],
          requestedBy: 'user_id',
          jobStats: { dtJobSubmitted: submission, dtJobCompleted: null, executionTime: null },
          status: 'SUBMITTED',
          dataset: 'uci-response-exhaust',
          requestId: aRequestId,
          requestedChannel: 'ORG_001',
        },
      }),
    );
  });

  it('is kept as a job', async () => {
    const { ports, store } = fakeExhaustPorts();

    await submit(published, ports);

    expect([...store.items.values()]).toEqual([aJob()]);
  });
});

describe('a request that is refused', () => {
  it.each<[string, unknown, string | RegExp]>([
    ['no request at all', undefined, 'tag is empty'],
    ['nothing in it: the tag is looked for first', {}, 'tag is empty'],
    ['no dataset', { tag }, 'dataset is empty'],
    ['no datasetConfig', { tag, dataset }, 'datasetConfig is empty'],
    ['a null in the place of a tag', { ...published, tag: null }, 'tag is empty'],
    ['a body that is no JSON', 'nonsense', /^body: expected JSON, found a text that is none/],
    ['a body that is a list', '[]', /^body: expected a JSON object with .* found array\.$/],
    ['a request that is a list', [], /^request: expected an object/],
    ['a tag that is no text', { ...published, tag: 7 }, 'tag: expected a text of at most 100 characters, found 7.'],
    ['a tag that is too long', { ...published, tag: 'x'.repeat(101) }, /at most 100 characters, found 101\.$/],
    ['an empty tag', { ...published, tag: '' }, 'tag is empty'],
    [
      'a key that nobody reads',
      { ...published, tga: 't', tag: undefined },
      /^request: expected no keys but tag, .* found "tga"\. Did you mean tag\?$/,
    ],
    ['a key of another call', { ...published, startDate: '2022-03-01' }, /found "startDate"\.$/],
    [
      'a misspelt date',
      withConfig({ startdate: '2022-03-01' }),
      /^datasetConfig: .*found "startdate"\. Did you mean startDate\?$/,
    ],
    [
      'a password of more bytes than readers of zips take',
      { ...published, encryptionKey: 'ж'.repeat(41) },
      'encryptionKey: expected at most 80 bytes of UTF-8, which is what readers of zips take, found 82.',
    ],
    [
      'a password with a line break',
      { ...published, encryptionKey: 'a\nb' },
      /^encryptionKey: expected characters that can be typed/,
    ],
    ['a password that was broken on its way', { ...published, encryptionKey: 'a\ufffd' }, /half a pair, or U\+FFFD\.$/],
    ['a requester that is too long', { ...published, requestedBy: 'x'.repeat(51) }, /^requestedBy: .* found 51\.$/],
    ['a config that is a text', { ...published, datasetConfig: 'x' }, 'datasetConfig: expected an object, found "x".'],
    ['a config that is too long', withConfig({ more: 'x'.repeat(5_000) }), /^datasetConfig: expected at most 4096 /],
    ['a dataset that there is none of', { ...published, dataset: 'progress-exhaust' }, /found "progress-exhaust"$/],
    ['a dataset that every object has', { ...published, dataset: 'constructor' }, /found "constructor"$/],
    ['no conversation', withConfig({ conversationId: undefined }), 'Request should have conversationId'],
    [
      'a conversation that is a path',
      withConfig({ conversationId: '../x' }),
      /^datasetConfig.conversationId: .*"\.\.\/x"/,
    ],
    [
      'dates in the wrong order',
      withConfig({ endDate: '2022-02-28' }),
      'endDate 2022-02-28 is before startDate 2022-03-01',
    ],
    ['a start that is to come', withConfig({ startDate: '2022-04-06', endDate: undefined }), /today is 2022-04-05$/],
    ['a range that is too long', withConfig({ startDate: '2021-02-25' }), /is 401 days: at most 400 are allowed$/],
    [
      'names and phones without a password',
      { ...published, dataset: 'uci-private-exhaust', datasetConfig: { conversationId: 'c' } },
      'encryptionKey is empty: uci-private-exhaust is only given out as a zip with a password',
    ],
    [
      'an empty password where one is needed',
      { ...published, dataset: 'uci-private-exhaust', datasetConfig: { conversationId: 'c' }, encryptionKey: '' },
      /^encryptionKey is empty: /,
    ],
    [
      'a format that is not served',
      { ...published, output_format: 'xml' },
      'outputFormat: expected one of csv, json, found xml.',
    ],
    [
      'a format that its dataset has not',
      { tag, dataset: 'telemetry-raw', datasetConfig: {}, outputFormat: 'csv' },
      'outputFormat: expected json, in which alone telemetry-raw is written, found csv.',
    ],
    [
      'two formats',
      { ...published, outputFormat: 'json' },
      'outputFormat: expected one of csv, json, found json and csv.',
    ],
  ])('has %s', async (_, request, text) => {
    const { ports, store, started } = fakeExhaustPorts();

    const answer = await submit(request, ports, { channel: undefined });

    // 400 before 403: there is no channel either.
    const errmsg = typeof text === 'string' ? text : expect.stringMatching(text);
    expect(answer).toEqual({
      status: 400,
      id: 'ekstep.analytics.dataset.request.submit',
      ver: '1.0',
      ts: '2022-04-05T13:25:18.347+00:00',
      params: { resmsgid: aUuid, err: 'CLIENT_ERROR', status: 'failed', errmsg, client_key: null },
      responseCode: 'CLIENT_ERROR',
      result: null,
    });
    expect(store.items.size).toBe(0);
    expect(started).toEqual([]);
  });

  it.each(['a/b', 'a\\b', '50%', 'what?', 'a#b', 'a\tb', 'a\u0000', 'a\ud83d', '\udd11a', 'a\ufffd', '.', '..'])(
    'has a tag %j, which no path of a read carries',
    async (found) => {
      const { ports, store } = fakeExhaustPorts();

      const { status, params } = await submit({ ...published, tag: found }, ports);

      expect([status, params.errmsg]).toEqual([
        400,
        expect.stringMatching(/^tag: expected any characters but .*; found "/),
      ]);
      expect(store.items.size).toBe(0);
    },
  );

  it('does not have its password repeated', async () => {
    const { params } = await submit({ ...published, encryptionKey: ['a-password'] });

    expect(params.errmsg).toBe('encryptionKey: expected a text of at most 50 characters, found array.');
    expect(params.errmsg).not.toContain('a-password');
  });
});

describe('a request', () => {
  it.each<[string, object, object]>([
    ['without a requester', { ...published, requestedBy: undefined }, { requestedBy: '' }],
    ['with a tag of any script', { ...published, tag: 'मई 2022 (a|b) ~c:d' }, { tag: 'मई 2022 (a|b) ~c:d:ORG_001' }],
    [
      'with what the dataset service takes, and does not read either,',
      { ...published, datasetSubId: 's', version: 'v1', visibility: 'private', filters: {}, limit: 5, more: null },
      {},
    ],
    ['without dates, which the bot has', withConfig({ startDate: undefined, endDate: undefined }), {}],
    ['for as many days as are allowed', withConfig({ startDate: '2021-02-26' }), {}],
    ['for yesterday, of a channel', { ...published, dataset: 'summary', datasetConfig: {} }, { dataset: 'summary' }],
    [
      'with keys that are null, which are answered as they were sent,',
      withConfig({ more: null, startDate: null }),
      { datasetConfig: { ...datasetConfig, more: null, startDate: null } },
    ],
    [
      'with the dates that Sunbird’s callers send for who is registered',
      {
        ...published,
        dataset: 'uci-private-exhaust',
        encryptionKey: 'k',
        datasetConfig: { ...datasetConfig, type: null },
      },
      {},
    ],
  ])('%s is taken', async (_, request, expected) => {
    expect(await submit(request)).toMatchObject({ status: 200, result: { status: 'SUBMITTED', ...expected } });
  });

  it.each([
    [{ outputFormat: 'json' }, 'json'],
    [{ output_format: 'JSON' }, 'json'],
    [{ outputFormat: 'csv', output_format: 'CSV' }, 'csv'],
    [{}, 'csv'],
    [{ dataset: 'telemetry-raw', datasetConfig: {} }, 'json'],
    [{ dataset: 'telemetry-raw', datasetConfig: {}, outputFormat: 'json' }, 'json'],
  ])('with %j is for %s', async (formats, expected) => {
    const { ports, store } = fakeExhaustPorts();

    await submit({ tag, dataset, datasetConfig, ...formats }, ports);

    expect([...store.items.values()][0]?.outputFormat).toBe(expected);
  });

  it('with a password has it stored sealed, and told to nobody', async () => {
    const { ports, store } = fakeExhaustPorts();

    const answer = await submit({ ...published, encryptionKey: 'a-password' }, ports);

    expect(store.items.get(aRequestId)?.encryptedKey).toBe(`sealed 10 for ${aRequestId}`);
    expect(JSON.stringify(answer)).not.toMatch(/a-password|sealed|ncryptedKey|ncryptionKey/);
  });
});

describe('the same request on the same day', () => {
  it.each(['SUBMITTED', 'PROCESSING', 'SUCCESS'] as const)('is the same job while that is %s', async (status) => {
    const job = aJob({ status });
    const { ports, store, clock } = fakeExhaustPorts([job]);
    clock.now += 60_000;

    const { result } = await submit({ ...published, encryptionKey: 'another' }, ports);

    expect(result).toMatchObject({ requestId: aRequestId, status, jobStats: { dtJobSubmitted: submission } });
    expect(store.items.get(aRequestId)).toEqual(job);
  });

  it.each([
    [1, 1],
    [3, 0],
  ])('starts a job over that is FAILED after %i attempts, from %i', async (attempts, expected) => {
    const failed = aJob({ status: 'FAILED', attempts, completedAt: submission, statusMessage: 'No data found' });
    const { ports, clock } = fakeExhaustPorts([failed]);
    clock.now += 60_000;

    const { result } = await submit(published, ports);

    expect(result).toMatchObject({ requestId: aRequestId, status: 'SUBMITTED', attempts: expected });
    expect(result).toMatchObject({ lastUpdated: clock.now, jobStats: { dtJobCompleted: null } });
    expect(result).not.toHaveProperty('statusMessage');
  });

  it.each<[string, object]>([
    ['another conversation', withConfig({ conversationId: 'other' })],
    ['other dates', withConfig({ endDate: '2022-03-31' })],
    ['another format', { ...published, output_format: 'json' }],
  ])('but for %s has an id and a job of its own, which it meets again', async (_, request) => {
    const { ports, store } = fakeExhaustPorts([aJob({ status: 'SUCCESS' })]);

    const first = await submit(request, ports);
    const second = await submit(request, ports);

    expect(first.result.requestId).not.toBe(aRequestId);
    expect(first.result).toMatchObject({ status: 'SUBMITTED' });
    expect(second.result.requestId).toBe(first.result.requestId);
    expect(store.items.size).toBe(2);
  });

  it('with a tag and a requester that together make the same text is another job, of an id of its own', async () => {
    const { ports, store } = fakeExhaustPorts();

    await submit({ ...published, tag: 'a|b', requestedBy: 'c' }, ports);
    const { result } = await submit({ ...published, tag: 'a', requestedBy: 'b|c' }, ports);

    expect(result).toMatchObject({ tag: 'a:ORG_001', requestedBy: 'b|c' });
    expect(store.items.size).toBe(2);
  });

  it('on another day is another job', async () => {
    const { ports, store, clock } = fakeExhaustPorts([aJob()]);
    clock.now += 86_400_000;

    await submit(published, ports);

    expect(store.items.size).toBe(2);
  });

  it('from two clients at once is one job', async () => {
    const { ports, store } = fakeExhaustPorts();

    const answers = await Promise.all([submit(published, ports), submit(published, ports)]);

    expect(answers.map(({ result }) => result.requestId)).toEqual([aRequestId, aRequestId]);
    expect(store.items.size).toBe(1);
  });
});

describe('a broken dependency', () => {
  it('is told as one, with nothing of it in the answer, and reaches the log', async () => {
    const encryptKey = async () => {
      throw new DependencyError('KMS: down');
    };
    const { ports, store, broken } = fakeExhaustPorts([], { encryptKey });

    const answer = await submit({ ...published, encryptionKey: 'a-password' }, ports);

    expect(answer).toMatchObject({ status: 500, responseCode: 'SERVER_ERROR', params: { status: 'failed' } });
    expect(answer.params.errmsg).toBe('A service that this one needs did not answer. Nothing is lost; send it again.');
    expect(broken.map(({ message }) => message)).toEqual(['KMS: down']);
    expect(store.items.size).toBe(0);
  });
});
