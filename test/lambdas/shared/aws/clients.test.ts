import { createServer, type Server } from 'node:http';
import { dynamoClient } from '../../../../lambdas/shared/aws/clients.js';
import { close, listen } from '../../../../local/calls/json-service.js';

type Handled = Parameters<ReturnType<typeof dynamoClient>['config']['requestHandler']['handle']>[0];

describe('a client of a service that takes a call and never answers', () => {
  let server: Server;
  beforeEach(() => {
    server = createServer(() => {});
  });
  afterEach(() => close(server));

  it('gives up, so that the call can be made again', async () => {
    const port = await listen(server);
    const { requestHandler } = dynamoClient().config;
    const request = {
      protocol: 'http:',
      hostname: '127.0.0.1',
      port,
      method: 'GET',
      path: '/',
      headers: {},
      query: {},
    };

    const asked = requestHandler.handle(request as unknown as Handled);

    await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' });
  }, 30_000);
});
