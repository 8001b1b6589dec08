import '../../fakes/lambda-environment.js';
import { createServer, type Server } from 'node:http';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamoClient } from '../../../lambdas/shared/clients.js';
import { close, listen } from '../../../local/stores/json-service.js';

describe('a client of a service that takes a call and never answers', () => {
  let server: Server;
  beforeEach(() => {
    server = createServer(() => {});
  });
  afterEach(() => close(server));

  it('gives up, so that the call can be made again', async () => {
    process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${await listen(server)}`;
    const client = dynamoClient();
    client.config.maxAttempts = async () => 1;

    const asked = client.send(new GetItemCommand({ TableName: 'claims', Key: { mid: { S: 'LOG:1' } } }));

    await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' });
    client.destroy();
  }, 30_000);
});
