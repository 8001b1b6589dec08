import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/**
 * Every SDK client is made here, once an environment, so that connections are kept alive.
 * HTTP/1.1 for Kinesis too: its HTTP/2 default costs 1.4 to 1.8 times the CPU.
 */
const settings = (requestTimeout = 5_000) => ({
  maxAttempts: 3,
  requestHandler: new NodeHttpHandler({
    connectionTimeout: 1_000,
    requestTimeout,
    // "requestTimeout: a warning is logged, unless throwOnRequestTimeout"; socketTimeout ends a body that stalls.
    throwOnRequestTimeout: true,
    socketTimeout: requestTimeout,
  }),
});

export const kinesisClient = (): KinesisClient => new KinesisClient(settings());
export const firehoseClient = (): FirehoseClient => new FirehoseClient(settings());
export const dynamoClient = (): DynamoDBClient => new DynamoDBClient(settings());
export const secretsClient = (): SecretsManagerClient => new SecretsManagerClient(settings());
/** Objects are larger than any other answer: a part of one may take a while. */
export const s3Client = (): S3Client => new S3Client(settings(60_000));
/** An invocation may last as long as its function, and is tried once: a second one would run beside the first. */
export const lambdaClient = (functionTimeoutMs: number): LambdaClient =>
  new LambdaClient({ ...settings(functionTimeoutMs + 10_000), maxAttempts: 1 });
export const kmsClient = (): KMSClient => new KMSClient(settings());
export const sfnClient = (): SFNClient => new SFNClient(settings());
