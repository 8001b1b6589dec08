import '../../../../fakes/lambda-environment.js';
import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { asideWriter, firehoseDelivery } from '../../../../../lambdas/shared/frames/aws/failed-stores.js';
import { asideKey } from '../../../../../lambdas/shared/frames/failed-key.js';
import { DependencyError } from '../../../../../lambdas/shared/function/errors.js';
import { fakeClock } from '../../../../fakes/fake-clock.js';

const client = new FirehoseClient({ region: 'ap-south-1' });
const firehose = mockClient(client);
const s3 = new S3Client({ region: 'ap-south-1' });
const bucket = mockClient(s3);
const data = Buffer.from('lines');
const taken = { FailedPutCount: 0, RequestResponses: [{ RecordId: '1' }] };
const refused = {
  FailedPutCount: 1,
  RequestResponses: [{ ErrorCode: 'ServiceUnavailableException', ErrorMessage: 'Slow down.' }],
};

beforeEach(() => {
  // No jitter: a second try comes at once.
  jest.spyOn(Math, 'random').mockReturnValue(0);
  firehose.reset();
  bucket.reset();
});
afterEach(() => jest.restoreAllMocks());

describe('firehoseDelivery', () => {
  const deliver = firehoseDelivery(client, 'failed');

  it('puts the data as one record, and again where it was refused', async () => {
    firehose.on(PutRecordBatchCommand).resolvesOnce(refused).resolves(taken);

    await deliver(data, fakeClock(60_000).remainingMs);

    const call = { DeliveryStreamName: 'failed', Records: [{ Data: data }] };
    expect(firehose.commandCalls(PutRecordBatchCommand).map(({ args }) => args[0].input)).toEqual([call, call]);
  });

  it.each([
    ['the record is refused', () => firehose.on(PutRecordBatchCommand).resolves(refused), 'Slow down.'],
    ['the call fails', () => firehose.on(PutRecordBatchCommand).rejects(new Error('ECONNREFUSED')), 'ECONNREFUSED'],
    ['nothing is said of the record', () => firehose.on(PutRecordBatchCommand).resolves({} as never), 'not answered'],
  ])('throws when the time is up and %s', async (_, prepare, cause) => {
    prepare();

    const delivered = deliver(data, () => 0);

    await expect(delivered).rejects.toThrow(DependencyError);
    await expect(delivered).rejects.toThrow(cause);
  });
});

describe('asideWriter', () => {
  const setAside = asideWriter(s3, 'lake', () => 'failed/a');

  it('writes an object', async () => {
    bucket.on(PutObjectCommand).resolves({});

    await setAside(data, () => 1_000);

    const [call] = bucket.commandCalls(PutObjectCommand);
    expect(call?.args[0].input).toMatchObject({ Bucket: 'lake', Key: 'failed/a', Body: data });
  });

  it('throws when S3 does not take it, naming the object', async () => {
    bucket.on(PutObjectCommand).rejects(new Error('SlowDown'));

    const written = setAside(data, () => 1_000);

    await expect(written).rejects.toThrow(DependencyError);
    await expect(written).rejects.toThrow('s3://lake/failed/a could not be written: Error: SlowDown');
  });
});

describe('asideKey', () => {
  it.each([
    ['Asia/Kolkata', 'failed/dt=2024-01-16/hour=00/ingest-2024-01-15-19-05-06-id.json.gz'],
    ['UTC', 'failed/dt=2024-01-15/hour=19/ingest-2024-01-15-19-05-06-id.json.gz'],
  ])('lies in the folder of the hour in %s', (timeZone, key) => {
    expect(asideKey('ingest', Date.UTC(2024, 0, 15, 19, 5, 6), timeZone, 'id')).toBe(key);
  });
});
