import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { DependencyError } from '../../../../../lambdas/shared/function/errors.js';
import { fileUploader, resultRecords } from '../../../../../lambdas/shared/lake/aws/s3-files.js';
import { bucket, filesIn, type LocalS3, startS3 } from '../../../../local/services/s3/local-s3.js';
import { theBytes } from '../../../exhaust-write/bytes.js';

const key = 'exhaust/a.csv';
const mebibyte = Buffer.alloc(1024 * 1024, 'x');

async function* mebibytes(count: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < count; at++) yield mebibyte;
}

describe('a file in S3', () => {
  let s3: LocalS3;

  beforeEach(async () => {
    s3 = await startS3();
  });

  afterEach(() => s3.stop());

  it.each([1, 8, 20])('of %d MiB is stored whole', async (size) => {
    const bytes = await fileUploader(s3.client, bucket)(key, mebibytes(size));

    const object = await s3.client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const stored = Buffer.from((await object.Body?.transformToByteArray()) ?? []);
    expect([bytes, stored.length]).toEqual([size * mebibyte.length, size * mebibyte.length]);
    expect(stored.equals(Buffer.alloc(size * mebibyte.length, 'x'))).toBe(true);
  });

  it.each([1, 20])('that breaks off after %d MiB leaves no file, and no parts', async (size) => {
    const breaking = async function* () {
      yield* mebibytes(size);
      throw new Error('the result broke off');
    };

    const upload = fileUploader(s3.client, bucket)(key, breaking());

    await expect(upload).rejects.toThrow(DependencyError);
    await expect(upload).rejects.toMatchObject({ cause: { message: 'the result broke off' } });
    expect((await s3.client.send(new ListObjectsV2Command({ Bucket: bucket }))).KeyCount).toBe(0);
    expect(await filesIn(s3.folder)).toEqual([]);
  });

  it('is a query’s result, record by record', async () => {
    await fileUploader(s3.client, bucket)('query-results/1.csv', theBytes(['"line"\n', '"{""a"":1}"\n']));

    const records: object[] = [];
    for await (const record of resultRecords(s3.client, `s3://${bucket}/query-results/1.csv`)) records.push(record);

    expect(records).toEqual([{ line: '{"a":1}' }]);
  });

  it.each(['query-results/none.csv'])('that isn’t there is a broken dependency: %s', async (missing) => {
    const records = resultRecords(s3.client, `s3://${bucket}/${missing}`);

    await expect(records.next()).rejects.toThrow(DependencyError);
  });
});
