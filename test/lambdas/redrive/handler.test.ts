import '../../fakes/lambda-environment.js';
import {
  InvokeCommand,
  LambdaClient,
  RequestTooLargeException,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { aFrame } from '../../factories/frames.js';
import { aContext, aKinesisEvent } from '../../factories/kinesis-events.js';
import { anUndelivered } from '../../factories/undelivered.js';
import { fakeConsole } from '../../fakes/fake-console.js';

Object.assign(process.env, {
  UNDELIVERED_BUCKET: 'undelivered',
  STAGE_FUNCTIONS: '{"dedup":"dedup-function","enrich":"enrich-function"}',
  STAGE_TIMEOUT_SECONDS: '60',
});

const s3 = mockClient(S3Client);
const lambda = mockClient(LambdaClient);
const { handler } = jest.requireActual<typeof import('../../../lambdas/redrive/handler.js')>(
  '../../../lambdas/redrive/handler.js',
);

const { Records } = aKinesisEvent([aFrame().data, aFrame().data]);
const input = { stage: 'enrich', key: 'aws/lambda/source-1/object', since: null, dryRun: false };
const answer = (value: object, more: object = {}) => ({
  Payload: Buffer.from(JSON.stringify(value)) as never,
  ...more,
});
const done = answer({ batchItemFailures: [], counts: { forwarded: 2, passedOver: 1 } });

let output: ReturnType<typeof fakeConsole>;

beforeEach(() => {
  output = fakeConsole();
  s3.reset();
  lambda.reset();
  s3.on(GetObjectCommand).resolves({ Body: { transformToString: async () => anUndelivered(Records) } as never });
});

afterEach(() => jest.restoreAllMocks());

describe('the redrive function', () => {
  it('invokes the stage that was asked for with the records as they are, and says that it is a redrive', async () => {
    lambda.on(InvokeCommand).resolves(done);

    const books = await handler(input, aContext(900_000));

    const [invoked] = lambda.commandCalls(InvokeCommand).map(({ args }) => args[0].input);
    expect(invoked?.FunctionName).toBe('enrich-function');
    expect(JSON.parse(Buffer.from(invoked?.Payload as Uint8Array).toString())).toEqual({ Records, redrive: true });
    expect(s3.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input)).toEqual([
      { Bucket: 'undelivered', Key: input.key },
    ]);
    expect(books.counts).toEqual({ objects: 1, frames: 2, through: 2, left: 0, forwarded: 2, passedOver: 1 });
    expect(output.metric('redriven')).toBe(2);
  });

  it('takes a function’s error for the frames’, and puts back what is left', async () => {
    const failed = answer(
      { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out' },
      { FunctionError: 'Unhandled' },
    );
    lambda.on(InvokeCommand).resolvesOnce(failed).resolvesOnce(done).resolvesOnce(failed);

    const books = await handler(input, aContext(900_000));

    const [put] = s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
    expect(put?.Key).toBe(input.key);
    expect(JSON.parse(JSON.parse(String(put?.Body)).payload).Records).toEqual(Records.slice(1));
    expect(books.problems).toEqual([{ key: input.key, problem: 'the stage failed: Sandbox.Timedout: Task timed out' }]);
  });

  it('halves what is too large to be sent', async () => {
    const tooLarge = new RequestTooLargeException({ message: 'too large', $metadata: {} });
    lambda.on(InvokeCommand).rejectsOnce(tooLarge).resolves(done);

    const { counts } = await handler(input, aContext(900_000));

    expect(counts).toMatchObject({ through: 2, left: 0 });
    expect(lambda.commandCalls(InvokeCommand)).toHaveLength(3);
  });

  it('fails where the stage is throttled, so that it is tried again, and changes nothing', async () => {
    lambda.on(InvokeCommand).rejects(new TooManyRequestsException({ message: 'Rate Exceeded.', $metadata: {} }));

    await expect(handler(input, aContext(900_000))).rejects.toThrow(/Lambda enrich-function: could not be invoked/);

    expect(s3.commandCalls(PutObjectCommand)).toEqual([]);
    expect(s3.commandCalls(DeleteObjectCommand)).toEqual([]);
  });

  it('has nothing to do where the object is gone', async () => {
    s3.on(GetObjectCommand).rejects(new NoSuchKey({ message: 'gone', $metadata: {} }));

    expect(await handler(input, aContext(900_000))).toEqual({ counts: {}, problems: [] });
  });

  it('refuses a stage that it does not know, before it reads anything', async () => {
    await expect(handler({ ...input, stage: 'ingest' }, aContext())).rejects.toThrow(
      'stage: expected one of dedup, enrich, found "ingest".',
    );

    expect(s3.calls()).toEqual([]);
  });

  it('refuses a since that is no date', async () => {
    await expect(handler({ ...input, since: 'yesterday' }, aContext())).rejects.toThrow(
      'since: expected an ISO 8601 date such as 2026-11-20T00:00:00Z, found "yesterday".',
    );
  });
});
