import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { KinesisClient, type KinesisClientConfig } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Gate } from '../../local/calls/gate.js';
import { type Around, close, type JsonService, listen, serveJson } from '../../local/calls/json-service.js';
import { aGate, operatorKey } from './gates.js';

/** Serves a service on a free port. @returns its URL and what ends it */
export async function serve(service: JsonService, gate: Gate = aGate(), around?: Around) {
  const server = serveJson(service, gate, around);
  const port = await listen(server);
  return { endpoint: `http://127.0.0.1:${port}`, close: () => close(server) };
}

/** As lambdas/shared/aws/clients.ts makes them, but that a refusal is not tried again. */
const settings = (endpoint: string, accessKeyId: string) => ({
  endpoint,
  region: 'local-1',
  credentials: { accessKeyId, secretAccessKey: 'unchecked' },
  maxAttempts: 1,
  requestHandler: new NodeHttpHandler({ connectionTimeout: 1_000, requestTimeout: 5_000 }),
});

export const kinesisAt = (endpoint: string, key = operatorKey, more: Partial<KinesisClientConfig> = {}) =>
  new KinesisClient({ ...settings(endpoint, key), ...more });
export const firehoseAt = (endpoint: string, key = operatorKey) => new FirehoseClient(settings(endpoint, key));
export const dynamoAt = (endpoint: string, key = operatorKey, more: Partial<DynamoDBClientConfig> = {}) =>
  new DynamoDBClient({ ...settings(endpoint, key), ...more });
