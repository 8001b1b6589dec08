import { Throttle } from '../../../../local/services/api-gateway/throttle.js';
import { throttled } from '../../../../local/services/lambda/messages.js';
import { failure } from '../../../support/functions.js';
import { useHttpApi } from '../../../support/http-apis.js';

const api = useHttpApi();
const json = { 'content-type': 'application/json' };
const mebibyte = 1024 * 1024;
const message = (text: string) => JSON.stringify({ message: text });

describe('the answer of the function', () => {
  it('goes out with its status, its headers and its body', async () => {
    const { send } = await api(() => ({
      result: { statusCode: 207, headers: { 'content-type': 'application/json', 'x-own': 'kept' }, body: '{"a":"ä"}' },
    }));

    const { status, headers, body } = await send({ headers: json, body: '{}' });

    expect(status).toBe(207);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-own': 'kept', 'content-length': '10' });
    expect(headers['apigw-requestid']).toEqual(expect.any(String));
    expect(body).toBe('{"a":"ä"}');
  });

  it('goes out as bytes where it is base64-coded', async () => {
    const { send } = await api(() => ({ result: { statusCode: 200, body: 'w6Q=', isBase64Encoded: true } }));

    const { body } = await send({ headers: json, body: '{}' });

    expect(body).toBe('ä');
  });

  it('without a body is an empty one', async () => {
    const { send } = await api(() => ({ result: { statusCode: 202 } }));

    const { status, body } = await send({ headers: json, body: '{}' });

    expect([status, body]).toEqual([202, '']);
  });
});

describe('an answer of the gateway itself', () => {
  it.each([
    ['another path', { path: '/v1/telemetri' }],
    ['a path with a slash too many', { path: '//v1/telemetry' }],
    ['a path of slashes', { path: '//' }],
    ['another method', { method: 'PUT' }],
  ])('is 404 for %s', async (_, request) => {
    const { send, events, lines } = await api();

    const { status, body, headers } = await send({ ...request, headers: json, body: '{}' });

    expect([status, body]).toEqual([404, message('Not Found')]);
    expect(headers['content-type']).toBe('application/json');
    expect([events, lines]).toEqual([[], []]);
  });

  it('is 413 for a body of more than 10 MiB', async () => {
    const { send, events } = await api();

    const { status, body } = await send({ headers: json, body: Buffer.alloc(10 * mebibyte + 1, ' ') });

    expect([status, body]).toEqual([413, message('Request Entity Too Large')]);
    expect(events).toEqual([]);
  });

  it('is 413 for an event of more than 6 MB, which base64 makes of less', async () => {
    const { send, events } = await api();
    const body = Buffer.alloc(5 * mebibyte, ' ');

    const asText = await send({ headers: json, body });
    const asBytes = await send({ headers: { ...json, 'content-encoding': 'gzip' }, body });

    expect([asText.status, asBytes.status]).toEqual([200, 413]);
    expect(events).toHaveLength(1);
  });

  it('is 429 for what is too much at a time', async () => {
    const { send, events } = await api(undefined, { throttle: new Throttle(0, 2) });

    const answers = [await send(), await send(), await send()];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[2]?.body).toBe(message('Too Many Requests'));
    expect(events).toHaveLength(2);
  });

  it('is 429 for what is too much at a time for its route, whatever is left for the others', async () => {
    const { send, events } = await api(undefined, {}, { throttle: new Throttle(0, 1) });

    const answers = [await send(), await send(), await send({ method: 'GET', path: '/health' })];

    expect(answers.map(({ status }) => status)).toEqual([200, 429, 200]);
    expect(events).toHaveLength(2);
  });

  it('is 503 when the function has no concurrency left', async () => {
    const { send } = await api(() => ({ error: throttled }));

    const { status, body } = await send({ headers: json, body: '{}' });

    expect([status, body]).toEqual([503, message('Service Unavailable')]);
  });

  it('is 500 when the function fails, without its words, which are told to the operator', async () => {
    const { send, lines } = await api(() => failure('no stream'));

    const { status, body } = await send({ headers: json, body: '{}' });

    expect([status, body]).toEqual([500, message('Internal Server Error')]);
    expect(lines).toEqual(['dedup-function: Error: no stream']);
  });

  it.each([
    ['nothing', undefined],
    ['a text where the status should be', { statusCode: 'fine' }],
    ['a header that HTTP does not know', { statusCode: 200, headers: { 'x-own': 'a\nb' } }],
  ])('is 500 when the function answers %s, and the next request is served', async (_, result) => {
    const results = [result, { statusCode: 200 }];
    const { send, lines } = await api(() => ({ result: results.shift() }));

    const { status } = await send({ headers: json, body: '{}' });
    const next = await send({ headers: json, body: '{}' });

    expect([status, next.status]).toEqual([500, 200]);
    expect(lines).toHaveLength(1);
  });
});
