import { readBatch } from '../../../lambdas/ingest/read-batch.js';
import { readRequest, truncateIp } from '../../../lambdas/ingest/read-request.js';
import { aRequest } from '../../factories/requests.js';

describe('readRequest', () => {
  it('reads the sender from the headers that the SDKs set', () => {
    const headers = { 'x-channel-id': 'channel-1', 'x-device-id': 'device-1', 'x-app-id': 'app-1' };

    expect(readRequest(aRequest({ headers }), false).sender).toEqual({
      channel: 'channel-1',
      did: 'device-1',
      pid: 'app-1',
      ip: '192.0.2.0',
      userAgent: 'telemetry-sdk',
    });
  });

  it('reads ids of any script from headers, in which they travel percent-encoded', () => {
    const headers = { 'x-channel-id': '%E0%A4%97', 'x-device-id': 'caf%C3%A9', 'x-app-id': '100%' };

    expect(readRequest(aRequest({ headers }), false).sender).toMatchObject({ channel: 'ग', did: 'café', pid: '100%' });
  });

  it.each([{}, { 'x-device-id': '' }])('knows no device where the headers are %j', (headers) => {
    expect(readRequest(aRequest({ headers }), false).sender.did).toBeUndefined();
  });

  it.each([
    [false, '192.0.2.0'],
    [true, '192.0.2.17'],
  ])('keeps the whole address: %s', (keepWholeIp, ip) => {
    expect(readRequest(aRequest(), keepWholeIp).sender.ip).toBe(ip);
  });

  it('reads the channels of the token from what the authorizer says', () => {
    const bound = { ...aRequest().requestContext, authorizer: { lambda: { channels: '["channel-1","b, c"]' } } };
    const unbound = { ...aRequest().requestContext, authorizer: { lambda: {} } };

    expect(readRequest(aRequest({ requestContext: bound }), false).channels).toEqual(['channel-1', 'b, c']);
    expect(readRequest(aRequest({ requestContext: unbound }), false).channels).toBeUndefined();
    expect(readRequest(aRequest(), false).channels).toBeUndefined();
  });

  it('takes the batch of a pixel from its query', () => {
    const request = aRequest({
      routeKey: 'GET /v1/telemetry/pixel',
      rawQueryString: 'data=%7B%22events%22%3A%5B%5D%7D',
    });

    expect(readBatch(readRequest(request, false).body)).toMatchObject({ events: [] });
  });

  it('hands on the body as it came', () => {
    const headers = { 'content-encoding': 'gzip', 'content-type': 'text/plain', 'content-length': '2' };
    const request = aRequest({ body: 'e30=', isBase64Encoded: true, headers });

    expect(readRequest(request, false).body).toEqual({
      body: 'e30=',
      isBase64Encoded: true,
      contentEncoding: 'gzip',
      contentType: 'text/plain',
      sentBytes: 2,
    });
  });
});

describe('truncateIp', () => {
  it.each([
    ['192.0.2.17', '192.0.2.0'],
    ['10.1.2.255', '10.1.2.0'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::'],
    ['2001:db8:1:2::6', '2001:db8:1::'],
    ['2001:db8::6', '2001:db8::'],
    ['::1', '::'],
    ['::ffff:192.0.2.17', '::'],
    ['', '::'],
  ])('makes of %j %j, which names no person', (ip, expected) => {
    expect(truncateIp(ip)).toBe(expected);
  });
});
