import { basename } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { makeEvent } from '../../bench/make-events.js';
import { failedEvents, lakeFiles, storedEvents } from '../../cli/target/read-lake.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import { useRunner } from '../support/use-runner.js';

interface Sent {
  readonly status: number;
  readonly body: { responseCode?: string; params: Record<string, string>; result: Record<string, unknown> };
  readonly headers: Headers;
}

const runner = useRunner();
let nextIndex = 0;

const event = (changes: object = {}) => ({ ...makeEvent(nextIndex++, Date.now()), ...changes });
const batch = (...events: unknown[]) => JSON.stringify({ events });
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

async function post(body: string | Buffer, headers: Record<string, string> = {}): Promise<Sent> {
  const answer = await fetch(`${runner.info.url}/v1/telemetry`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', origin: 'https://portal.example', ...headers },
  });
  return { status: answer.status, body: (await answer.json()) as Sent['body'], headers: answer.headers };
}

/** The event as it lies in S3, once it does. */
async function stored(mid: unknown): Promise<Record<string, unknown> | undefined> {
  const find = () => storedEvents(runner.info).find((line) => line.mid === mid);
  await waitUntil(() => find() !== undefined, 30_000);
  return find();
}

describe('what is no batch', () => {
  it.each([
    ['an empty body', '', 400, 'body: expected JSON, found nothing'],
    ['an array', '[]', 400, 'body: expected an object with events, found array'],
    ['an object without events', '{}', 400, '/events: expected array, found nothing'],
    ['events that are an object', '{"events":{}}', 400, '/events: expected array, found object'],
    ['broken JSON', '{"events":[{]}', 400, '(line 1 column 13)'],
    ['a NUL between values', '{"events":\u0000[]}', 400, '(line 1 column 11)'],
  ])('%s is refused with JSON that says why, and with CORS headers', async (_, body, status, message) => {
    const answer = await post(body);

    expect(answer.status).toBe(status);
    expect(answer.body.params.errmsg).toContain(message);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it.each([
    ['broken gzip', Buffer.from('not gzip'), { 'content-encoding': 'gzip' }, 400, 'expected gzip data'],
    [
      'a gzip bomb',
      gzipSync(Buffer.alloc(64 * 1024 * 1024)),
      { 'content-encoding': 'gzip' },
      413,
      'more after inflating',
    ],
    ['an encoding nobody knows', Buffer.from('{}'), { 'content-encoding': 'br' }, 415, 'content-encoding'],
    ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), {}, 400, 'not UTF-8'],
    ['more than 5 MiB', Buffer.alloc(5 * 1024 * 1024 + 1, ' '), {}, 413, 'at most 5242880 bytes'],
  ])('%s is refused with JSON that says why', async (_, body, headers, status, message) => {
    const answer = await post(body, headers);

    expect(answer.status).toBe(status);
    expect(answer.body.params.errmsg).toContain(message);
  });
});

describe('a batch with bad events', () => {
  it('is accepted; nulls, texts and unknown eids are named one by one and kept in the failed book', async () => {
    const good = event();

    const answer = await post(batch(null, 'text', good, event({ eid: 'NOPE' }), event({ mid: '' }), []));

    expect(answer.status).toBe(200);
    expect(answer.body.result).toMatchObject({ received: 6, accepted: 1, failed: 5 });
    expect(
      (answer.body.result.failures as { index: number; reason: string }[]).map(({ index, reason }) => [index, reason]),
    ).toEqual([
      [0, 'not-an-object'],
      [1, 'not-an-object'],
      [3, 'unknown-eid'],
      [4, 'envelope'],
      [5, 'not-an-object'],
    ]);
    expect(await stored(good.mid)).toBeDefined();
    expect(await waitUntil(() => failedEvents(runner.info).length >= 5, 30_000)).toBe(true);
  });

  it('of 1,000 events is accepted whole', async () => {
    const events = Array.from({ length: 1_000 }, () => event());

    const answer = await post(batch(...events));

    expect(answer.body.result).toMatchObject({ received: 1_000, accepted: 1_000 });
    expect(await stored(events.at(-1)?.mid)).toBeDefined();
  });

  it('in a hundred bytes of gzip takes no more of the Firehose than that: they are an object of their own', async () => {
    const body = gzipSync(batch(...Array.from({ length: 4_000 }, () => 7)), { level: 9 });
    const numbers = () => failedEvents(runner.info).filter(({ raw }) => raw === '7');

    const answer = await post(body, { 'content-encoding': 'gzip' });

    expect(body.length).toBeLessThan(100);
    expect([answer.status, answer.body.result.failed]).toEqual([200, 4_000]);
    // It is there when the answer is: nothing else wrote 4,000 lines, and no Firehose buffers them.
    expect(numbers()).toHaveLength(4_000);
    expect(lakeFiles(runner.info, 'failed').filter((file) => basename(file).startsWith('ingest-'))).toHaveLength(1);
  });

  it('with an event over 1 MiB keeps it in the failed book, in parts that make it up', async () => {
    const large = event({ eid: 'HEARTBEAT', edata: { text: 'x'.repeat(1_100_000) } });

    const answer = await post(batch(large));

    expect(answer.body.result).toMatchObject({ accepted: 0, failures: [{ reason: 'too-large' }] });
    const first = () => failedEvents(runner.info).find(({ reason }) => reason === 'too-large');
    expect(await waitUntil(() => first() !== undefined, 30_000)).toBe(true);
    expect(first()).toMatchObject({ part: 1, parts: Math.ceil(JSON.stringify(large).length / 150_000) });
  });
});

describe('events that are odd but right', () => {
  it('of 900 KiB are stored whole', async () => {
    const large = event({ eid: 'HEARTBEAT', edata: { text: 'é'.repeat(450 * 1_024) } });

    await post(batch(large));

    expect((await stored(large.mid))?.edata).toEqual(large.edata);
  });

  it.each([
    ['U+2028 and other line ends', { text: 'a\u2028b\u2029c\u0085d\ne' }],
    ['an escaped NUL and a whole surrogate pair', { text: 'a\u0000b\ud83d\ude00c' }],
    ['thirty levels of nesting', JSON.parse(nested(30))],
  ])('with %s are stored as they came', async (_, edata) => {
    const odd = event({ eid: 'HEARTBEAT', edata });

    await post(batch(odd));

    expect((await stored(odd.mid))?.edata).toEqual(edata);
  });

  it('with a key named twice count by the last, as in any JSON parser', async () => {
    const text = JSON.stringify(event()).replace('"eid":"INTERACT"', '"eid":"NOPE","eid":"INTERACT"');

    const answer = await post(`{"events":[${text}]}`);

    expect(answer.body.result).toMatchObject({ accepted: 1 });
  });

  it('that nest 50,000 levels are failed, not a crash, and keep their text', async () => {
    const answer = await post(`{"events":[${nested(50_000)}]}`);

    expect(answer.body.result).toMatchObject({ failures: [{ reason: 'too-deep' }] });
  });
});

describe('the ways a body may come', () => {
  it.each([
    ['plain, without a content type', (text: string) => text, { 'content-type': '' }],
    ['as text/plain, like a beacon', (text: string) => text, { 'content-type': 'text/plain;charset=UTF-8' }],
    ['gzip, like the mobile app', gzipSync, { 'content-encoding': 'gzip' }],
    ['deflate', deflateSync, { 'content-encoding': 'deflate' }],
  ])('%s', async (_, encode, headers) => {
    const sent = event();

    const answer = await post(encode(batch(sent)), headers);

    expect(answer.body.result).toMatchObject({ accepted: 1, failed: 0 });
    expect(await stored(sent.mid)).toBeDefined();
  });

  it('sent twenty times at the same moment is stored once', async () => {
    const sent = event();

    const answers = await Promise.all(Array.from({ length: 20 }, () => post(batch(sent))));

    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const last = event();
    await post(batch(last));
    await stored(last.mid);
    expect(storedEvents(runner.info).filter(({ mid }) => mid === sent.mid)).toHaveLength(1);
  });
});

describe('two events under one mid', () => {
  it('are both stored, the second with a flag', async () => {
    const first = event({ eid: 'HEARTBEAT', edata: { n: 1 } });
    const second = { ...first, edata: { n: 2 } };

    await post(batch(first, second));

    const both = () => storedEvents(runner.info).filter(({ mid }) => mid === first.mid);
    expect(await waitUntil(() => both().length === 2, 30_000)).toBe(true);
    expect(both().map(({ flags }) => (flags as Record<string, unknown>).mid_collision)).toEqual([undefined, true]);
  });
});

describe('events with halves of surrogate pairs', () => {
  it('are stored with U+FFFD in their place, two mids as two, and hold up nothing that comes after them', async () => {
    const sent = { eid: 'HEARTBEAT', edata: { 'k\ud834': 'nice \ud83c' } };
    const same = event(sent);
    const after = event();

    await post(batch({ ...same, mid: 'half-\ud800' }, { ...same, mid: 'half-\ud801' }));
    await post(batch(after));

    const both = () => storedEvents(runner.info).filter(({ mid }) => mid === 'half-\ufffd');
    expect(await waitUntil(() => both().length === 2, 30_000)).toBe(true);
    expect(both().map(({ edata }) => edata)).toEqual(Array(2).fill({ 'k\ufffd': 'nice \ufffd' }));
    expect(both().map(({ flags }) => (flags as { mid_collision?: true }).mid_collision)).toEqual([undefined, true]);
    expect(await stored(after.mid)).toBeDefined();
  });
});

describe('requests that are not telemetry', () => {
  it('GET /health says whether the stream would take a batch', async () => {
    const answer = await fetch(`${runner.info.url}/health`);

    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ id: 'api.health', result: { healthy: true } });
  });

  it('HEAD /health says the same, without a body', async () => {
    const answer = await fetch(`${runner.info.url}/health`, { method: 'HEAD' });

    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  it.each([
    ['POST', '/v2/telemetry', /^path: .* The nearest is POST \/v1\/telemetry\.$/],
    ['PUT', '/v1/telemetry', /^method: expected POST \/v1\/telemetry, found PUT/],
    ['GET', '/', /Telemetry goes to POST \/v1\/telemetry/],
  ])('%s %s is 404 and says what there is, to a page too, and is not a redirect', async (method, path, text) => {
    const headers = { origin: 'https://portal.example' };
    const body = method === 'GET' ? {} : { body: '{}' };

    const answer = await fetch(`${runner.info.url}${path}`, { method, headers, ...body, redirect: 'manual' });

    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([404, '*']);
    expect(await answer.json()).toMatchObject({ id: 'api.unknown', params: { errmsg: expect.stringMatching(text) } });
  });

  it.each(['//v1/telemetry', '/v1/telemetry/', '/v1/telemetry/v1/telemetry', '/v1/telemetry//data/v3/telemetry'])(
    'a batch at %s is telemetry all the same',
    async (path) => {
      const answer = await fetch(`${runner.info.url}${path}`, { method: 'POST', body: batch(event()) });

      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ id: 'api.telemetry', result: { received: 1, accepted: 1 } });
    },
  );

  it('a preflight names the headers that the SDKs send', async () => {
    const answer = await fetch(`${runner.info.url}/v1/telemetry`, {
      method: 'OPTIONS',
      headers: { origin: 'https://portal.example', 'access-control-request-method': 'POST' },
    });

    const allowed = answer.headers.get('access-control-allow-headers') ?? '';
    expect(allowed.split(',')).toEqual(
      expect.arrayContaining(['authorization', 'content-type', 'x-app-id', 'x-channel-id', 'x-device-id']),
    );
  });
});
