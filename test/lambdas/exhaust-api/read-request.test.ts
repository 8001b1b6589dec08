import { readBody } from '../../../lambdas/exhaust-api/read-body.js';
import { type HttpRequest, readRequest } from '../../../lambdas/exhaust-api/read-request.js';
import { aRequest } from '../../factories/requests.js';

function anEvent({ authorizer, ...overrides }: Partial<HttpRequest> & { authorizer?: object } = {}): HttpRequest {
  const event = aRequest(overrides as object) as unknown as HttpRequest;
  const requestContext = { ...event.requestContext, ...(authorizer && { authorizer: { lambda: authorizer } }) };
  return { ...event, requestContext } as HttpRequest;
}

describe('a call of the exhaust API', () => {
  it('is made of path, query, body and the header’s channel', () => {
    const event = anEvent({
      pathParameters: { tag: 'a' },
      queryStringParameters: { requestId: 'ID' },
      headers: { 'x-channel-id': 'goa' },
      body: '{}',
    });

    expect(readRequest(event)).toMatchObject({
      path: { tag: 'a' },
      query: { requestId: 'ID' },
      body: { body: '{}', isBase64Encoded: false },
      channel: 'goa',
    });
  });

  it('has a channel of any script, which travels percent-encoded', () => {
    const headers = { 'x-channel-id': '%E0%A4%97%E0%A5%8B%E0%A4%B5%E0%A4%BE', 'x-consumer-id': 'caf%C3%A9' };

    expect(readRequest(anEvent({ headers }))).toMatchObject({ channel: 'गोवा', consumer: 'café' });
  });

  it('has consumer and channels of the token, whatever the headers say', () => {
    const headers = { 'x-consumer-id': 'somebody' };
    const authorizer = { consumer: 'portal', channels: '["goa"]' };

    expect(readRequest(anEvent({ headers, authorizer }))).toMatchObject({ consumer: 'portal', channels: ['goa'] });
  });

  it('has no channels where the token is bound to none, or where there is no token', () => {
    expect(readRequest(anEvent({ authorizer: { consumer: 'portal' } })).channels).toBeUndefined();
    expect(readRequest(anEvent()).channels).toBeUndefined();
  });

  it('reads a body that came base64-coded', () => {
    const body = Buffer.from('{"request":{"tag":"ä"}}').toString('base64');

    expect(readBody(readRequest(anEvent({ body, isBase64Encoded: true })).body)).toEqual({ request: { tag: 'ä' } });
  });

  it('gives links the host that was called, over https where nothing else is said', () => {
    expect(readRequest(anEvent()).origin).toBe('https://api.example.com');
    expect(readRequest(anEvent({ headers: { 'x-forwarded-proto': 'http' } })).origin).toBe('http://api.example.com');
  });
});
