import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { bucket, filesIn, type LocalS3, startS3 } from './local-s3.js';

const Key = 'exhaust/a.csv';
const Bucket = bucket;
const full = Buffer.alloc(5 * 1024 * 1024, 'a');

describe('An upload in parts to the local S3', () => {
  let s3: LocalS3;

  beforeEach(async () => {
    s3 = await startS3();
  });

  afterEach(() => s3.stop());

  const begin = async () => {
    const create = new CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'text/csv' });
    return (await s3.client.send(create)).UploadId ?? '';
  };
  const put = async (UploadId: string, PartNumber: number, Body: Buffer | string) => {
    const { ETag } = await s3.client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
    return { ETag, PartNumber };
  };
  const complete = (UploadId: string, Parts: { ETag?: string | undefined; PartNumber: number }[]) =>
    s3.client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));

  it('is an object once it is complete, its parts in the order of their numbers', async () => {
    const id = await begin();
    const second = await put(id, 2, 'the end');
    const first = await put(id, 1, full);

    const { ETag } = await complete(id, [first, second]);

    const object = await s3.client.send(new GetObjectCommand({ Bucket, Key }));
    expect(await object.Body?.transformToString()).toBe(`${full}the end`);
    expect(object).toMatchObject({ ContentType: 'text/csv', ETag });
    expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
  });

  it('is nothing before, and leaves nothing when it is aborted', async () => {
    const id = await begin();
    await put(id, 1, 'x');
    const before = await s3.client.send(new ListObjectsV2Command({ Bucket }));

    await s3.client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: id }));

    expect(before.KeyCount).toBe(0);
    expect(await filesIn(s3.folder)).toEqual([]);
    await expect(put(id, 2, 'y')).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('is refused with a part that never came, is another, is out of order or too small', async () => {
    const id = await begin();
    const [first, second] = [await put(id, 1, full), await put(id, 2, 'small')];
    const last = await put(id, 3, 'last');

    await expect(complete(id, [first, { ...last, PartNumber: 4 }])).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(complete(id, [{ ...first, ETag: second.ETag }])).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(complete(id, [second, first])).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await expect(complete(id, [first, second, last])).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await expect(complete(id, [first, first])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete(id, [first, last])).resolves.toMatchObject({ Key });
  });

  it.each(['../../etc', 'unknown', '00000000-0000-0000-0000-000000000000'])('has no id such as %s', async (id) => {
    await expect(put(id, 1, 'x')).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it.each([0, 10_001])('has no part %d', async (number) => {
    const id = await begin();

    await expect(put(id, number, 'x')).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  it('takes the permissions that it takes in S3', async () => {
    const create = (key: string) =>
      s3.lambdaClient.send(new CreateMultipartUploadCommand({ Bucket, Key: `aws/lambda/${key}` }));
    const { UploadId } = await create('a');

    await expect(
      s3.lambdaClient.send(new AbortMultipartUploadCommand({ Bucket, Key: 'aws/lambda/a', UploadId })),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(
      s3.lambdaClient.send(new CreateMultipartUploadCommand({ Bucket, Key: 'telemetry/a' })),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
