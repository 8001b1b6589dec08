import '../../fakes/lambda-environment.js';
import { Readable } from 'node:stream';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { lenient } from '../../factories/batches.js';
import { anEvent } from '../../factories/events.js';
import { aFailedEvent } from '../../factories/failed-events.js';
import { aFailedObject } from '../../factories/failed-objects.js';
import { aHeader } from '../../factories/frames.js';
import { aContext } from '../../factories/kinesis-events.js';
import { fakeConsole } from '../../fakes/fake-console.js';

Object.assign(process.env, { LAKE_BUCKET: 'lake', OUTPUT_STREAM: 'ingest', JUDGING: JSON.stringify(lenient()) });

const s3 = mockClient(S3Client);
const kinesis = mockClient(KinesisClient);
const { handler } = jest.requireActual<typeof import('../../../lambdas/replay/handler.js')>(
  '../../../lambdas/replay/handler.js',
);

const key = 'failed/dt=2024-01-15/hour=12/a.json.gz';
const input = { reason: 'schema' as const, key, since: null, dryRun: false };
const failed = [1, 2].map((mid) =>
  aFailedEvent({ reason: 'schema', raw: JSON.stringify(anEvent({ mid: `LOG:${mid}` })) }),
);

let output: ReturnType<typeof fakeConsole>;

beforeEach(() => {
  output = fakeConsole();
  s3.reset();
  kinesis.reset();
  s3.on(GetObjectCommand).rejects(new NoSuchKey({ message: 'none', $metadata: {} }));
  s3.on(GetObjectCommand, { Bucket: 'lake', Key: key }).callsFake(() => ({
    Body: Readable.from([aFailedObject(failed)]),
  }));
});

afterEach(() => jest.restoreAllMocks());

describe('the replay function', () => {
  it('puts events on the stream, marks them and counts them, in this order', async () => {
    const order: string[] = [];
    kinesis.on(PutRecordsCommand).callsFake(() => {
      order.push('put');
      return { Records: [{}] };
    });
    s3.on(PutObjectCommand).callsFake(() => void order.push('mark'));

    const books = await handler(input, aContext());

    expect(order).toEqual(['put', 'mark']);
    expect(s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input)).toMatchObject([
      { Bucket: 'lake', Key: `replayed/schema/${key}.json`, Body: '{"lines":[[1,2]]}' },
    ]);
    expect(books).toEqual({ counts: { objects: 1, read: 2, replayed: 2 }, problems: [] });
    expect(['received', 'forwarded', 'failed'].map(output.metric)).toEqual([2, 2, 0]);
  });

  it('fails when the stream does not take them in time, and marks and counts none', async () => {
    kinesis.on(PutRecordsCommand).resolves({ Records: [{ ErrorCode: 'ProvisionedThroughputExceededException' }] });

    await expect(handler(input, aContext(10_100))).rejects.toThrow(/Kinesis stream ingest: 1 of 1 entries/);

    expect(s3.commandCalls(PutObjectCommand)).toEqual([]);
    expect(output.metric('forwarded')).toBe(0);
  });

  it('counts the events of the frames that the stream took, also when it refuses others', async () => {
    const more = Array.from({ length: 500 }, (_, mid) =>
      aFailedEvent({
        reason: 'schema',
        header: aHeader({ msgid: mid < 100 ? 'a' : 'b' }),
        raw: JSON.stringify(anEvent({ mid: `LOG:${mid}` })),
      }),
    );
    s3.on(GetObjectCommand, { Bucket: 'lake', Key: key }).callsFake(() => ({
      Body: Readable.from([aFailedObject(more)]),
    }));
    let isLate = false;
    kinesis.on(PutRecordsCommand).callsFake(({ Records }) => {
      isLate = true;
      return {
        Records: Records.map((_: unknown, index: number) => (index === 0 ? {} : { ErrorCode: 'InternalFailure' })),
      };
    });
    const context = { ...aContext(), getRemainingTimeInMillis: () => (isLate ? 10_100 : 900_000) };

    await expect(handler(input, context)).rejects.toThrow(/1 of 2 entries/);

    expect(output.metric('forwarded')).toBe(100);
  });

  it('counts what the stream took, also when the marker can not be written', async () => {
    kinesis.on(PutRecordsCommand).resolves({ Records: [{}] });
    s3.on(PutObjectCommand).rejects(new Error('S3: down'));

    await expect(handler(input, aContext())).rejects.toThrow('S3: down');

    expect(output.metric('forwarded')).toBe(2);
  });

  it('writes nothing in a dry run', async () => {
    const books = await handler({ ...input, dryRun: true }, aContext());

    expect(books.counts).toMatchObject({ replayed: 2 });
    expect(kinesis.calls()).toEqual([]);
    expect(s3.commandCalls(PutObjectCommand)).toEqual([]);
  });

  it('has nothing to do where the object is gone', async () => {
    expect(await handler({ ...input, key: 'failed/gone.json.gz' }, aContext())).toEqual({ counts: {}, problems: [] });
  });
});
