import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ResourceAnswer } from '../../../lambdas/search-setup/answer-request.js';
import { sendAnswer } from '../../../lambdas/search-setup/send-answer.js';
import { close, listen } from '../../../local/calls/json-service.js';

const answer: ResourceAnswer = {
  Status: 'SUCCESS',
  Reason: 'गणित',
  PhysicalResourceId: 'search-setup',
  StackId: 'stack-1',
  RequestId: 'request-1',
  LogicalResourceId: 'Setup',
};

describe('sendAnswer', () => {
  let server: Server;
  let status = 200;
  let taken: { method?: string | undefined; url?: string | undefined; headers: IncomingHttpHeaders; body: string }[] =
    [];
  beforeEach(() => {
    taken = [];
    server = createServer(async (request, response) => {
      const { method, url, headers } = request;
      taken.push({ method, url, headers, body: await text(request) });
      response.writeHead(status).end();
    });
  });
  afterEach(() => close(server));

  it('puts the answer as it is signed for: to the whole address, without a content type', async () => {
    status = 200;
    const port = await listen(server);

    await sendAnswer(`http://127.0.0.1:${port}/answers?X-Amz-Signature=s%2F1`, answer);

    const [{ method, url, headers, body } = { headers: {}, body: '' }] = taken;
    expect([method, url]).toEqual(['PUT', '/answers?X-Amz-Signature=s%2F1']);
    expect(headers['content-type']).toBeUndefined();
    expect(JSON.parse(body)).toEqual(answer);
  });

  it('fails when it is not taken, so that all is done again', async () => {
    status = 403;
    const port = await listen(server);

    await expect(sendAnswer(`http://127.0.0.1:${port}/`, answer)).rejects.toThrow('found 403');
  });
});
