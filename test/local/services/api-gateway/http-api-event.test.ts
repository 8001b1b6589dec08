import { gzipSync } from 'node:zlib';
import { useHttpApi } from '../../../support/http-apis.js';

const api = useHttpApi();
const json = { 'content-type': 'application/json' };

describe('the event of a request', () => {
  it('says by which scheme the API was called, over what the client says', async () => {
    const { send, events } = await api();

    await send({ headers: { ...json, 'x-forwarded-proto': 'gopher' }, body: '{}' });

    expect(events[0]?.headers['x-forwarded-proto']).toBe('http');
  });

  it('has payload format 2.0', async () => {
    const { send, events } = await api();
    const headers = { ...json, 'user-agent': 'telemetry-sdk', 'x-channel-id': 'channel-1' };

    await send({ path: '/v1/telemetry?a=1&b=%20x', headers, body: '{}' });

    expect(events).toEqual([
      {
        version: '2.0',
        routeKey: 'POST /v1/telemetry',
        rawPath: '/v1/telemetry',
        rawQueryString: 'a=1&b=%20x',
        queryStringParameters: { a: '1', b: ' x' },
        headers: expect.objectContaining(headers),
        requestContext: expect.objectContaining({
          http: {
            method: 'POST',
            path: '/v1/telemetry',
            protocol: 'HTTP/1.1',
            sourceIp: '127.0.0.1',
            userAgent: 'telemetry-sdk',
          },
          routeKey: 'POST /v1/telemetry',
          stage: '$default',
          requestId: expect.any(String),
          timeEpoch: expect.any(Number),
        }),
        body: '{}',
        isBase64Encoded: false,
      },
    ]);
  });

  it('has its time as API Gateway writes it', async () => {
    const { send, events } = await api();

    await send({ headers: json, body: '{}' });

    expect(events[0]?.requestContext.time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  });

  it('has values of a repeated query parameter joined with commas', async () => {
    const { send, events } = await api();

    await send({ path: '/v1/telemetry?a=1&a=2&b=3', headers: json, body: '{}' });

    expect(events[0]?.queryStringParameters).toEqual({ a: '1,2', b: '3' });
  });

  it('has a header that stands twice joined with a comma, Authorization too', async () => {
    const { send, events } = await api();

    await send({ headers: { authorization: ['Bearer a', 'Bearer b'] } });

    expect(events[0]?.headers.authorization).toBe('Bearer a,Bearer b');
  });

  it('has no body where none was sent', async () => {
    const { send, events } = await api();

    await send({ method: 'GET', path: '/health' });

    expect(events[0]).not.toHaveProperty('body');
    expect(events[0]?.isBase64Encoded).toBe(false);
  });

  const text = '{"name":"ä"}';
  const invalid = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
  const packed = gzipSync(text);

  it.each<[string, Record<string, string>, string | Buffer, boolean]>([
    ['JSON', json, text, true],
    ['JSON with a charset', { 'content-type': 'application/json; charset=utf-8' }, text, true],
    ['a JSON dialect', { 'content-type': 'application/cloudevents+json' }, text, true],
    ['plain text', { 'content-type': 'text/plain' }, text, true],
    ['no type', {}, text, false],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, text, false],
    ['bytes', { 'content-type': 'application/octet-stream' }, text, false],
    ['JSON that is packed', { ...json, 'content-encoding': 'gzip' }, packed, false],
    ['JSON that is no UTF-8', json, invalid, false],
  ])('has a body of %s as text or as base64, and every byte of it', async (_, headers, body, isText) => {
    const { send, events } = await api();

    await send({ headers, body });

    const { body: found = '', isBase64Encoded } = events[0] ?? {};
    expect(isBase64Encoded).toBe(!isText);
    expect(Buffer.from(found, isText ? 'utf8' : 'base64')).toEqual(Buffer.from(body));
  });

  it('has a body that came in pieces whole', async () => {
    const { send, events } = await api();
    const body = JSON.stringify({ text: 'ä'.repeat(500_000) });

    await send({ headers: json, body });

    expect(events[0]?.body).toBe(body);
  });
});
