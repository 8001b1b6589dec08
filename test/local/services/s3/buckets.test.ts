import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  GetBucketVersioningCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { bucket, type LocalS3, raw, startS3 } from './local-s3.js';

const Bucket = bucket;

describe('Buckets of the local S3, through the SDK', () => {
  let s3: LocalS3;

  beforeEach(async () => {
    s3 = await startS3();
  });

  afterEach(() => s3.stop());

  const putAll = (...keys: string[]) => Promise.all(keys.map((key) => s3.store.put(bucket, key, Buffer.from(key))));
  const list = async (query = {}) => {
    const {
      Contents = [],
      CommonPrefixes = [],
      ...answer
    } = await s3.client.send(new ListObjectsV2Command({ Bucket, ...query }));
    return { ...answer, keys: Contents.map(({ Key }) => Key), prefixes: CommonPrefixes.map(({ Prefix }) => Prefix) };
  };

  it('list their objects in the order of UTF-8, with size, etag and time', async () => {
    await putAll('b', 'a/b', 'a.b', '\uffee', '😀', 'new\nline & <tag>');

    const { Contents = [] } = await s3.client.send(new ListObjectsV2Command({ Bucket }));

    expect(Contents.map(({ Key }) => Key)).toEqual(['a.b', 'a/b', 'b', 'new\nline & <tag>', '\uffee', '😀']);
    expect(Contents[0]).toMatchObject({ Size: 3, ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) });
    expect(Contents[0]?.LastModified?.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it('list what is under a prefix, and stand the rest in for by common prefixes', async () => {
    await putAll('telemetry/dt=1/a', 'telemetry/dt=1/b', 'telemetry/dt=2/c', 'telemetry/readme', 'failed/d');

    const listed = await list({ Prefix: 'telemetry/', Delimiter: '/' });

    expect(listed).toMatchObject({
      keys: ['telemetry/readme'],
      prefixes: ['telemetry/dt=1/', 'telemetry/dt=2/'],
      KeyCount: 3,
      IsTruncated: false,
    });
  });

  it('are listed page after page without a gap or a repeat', async () => {
    const keys = Array.from({ length: 23 }, (_, n) => `k/${String(n).padStart(2, '0')} +`);
    await putAll(...keys);

    const pages: (string | undefined)[][] = [];
    for await (const page of paginateListObjectsV2({ client: s3.client, pageSize: 5 }, { Bucket, Prefix: 'k/' })) {
      pages.push(page.Contents?.map(({ Key }) => Key) ?? []);
    }

    expect(pages.map(({ length }) => length)).toEqual([5, 5, 5, 5, 3]);
    expect(pages.flat()).toEqual(keys);
  });

  it('are listed from behind a key', async () => {
    await putAll('a', 'b/1', 'b/2', 'c');

    expect(await list({ StartAfter: 'b/1' })).toMatchObject({ keys: ['b/2', 'c'], StartAfter: 'b/1' });
  });

  it('are listed in URL encoding when asked for', async () => {
    await putAll('a b/c+d');

    expect((await list({ EncodingType: 'url' })).keys).toEqual(['a%20b/c%2Bd']);
  });

  it('list a file that somebody dropped in', async () => {
    await writeFile(join(s3.folder, bucket, 'by hand.json'), '{}');

    expect((await list()).keys).toEqual(['by hand.json']);
  });

  it('list nothing but their own objects', async () => {
    await s3.store.put('other', 'a', Buffer.from('x'));
    await writeFile(join(s3.folder, '.tmp', 'half-written'), 'x');

    expect(await list()).toMatchObject({ keys: [], prefixes: [], KeyCount: 0 });
  });

  it('exist or do not', async () => {
    const [there, missing, listed] = await Promise.allSettled([
      s3.client.send(new HeadBucketCommand({ Bucket })),
      s3.client.send(new HeadBucketCommand({ Bucket: 'nowhere' })),
      list({ Bucket: 'nowhere' }),
    ]);

    expect(there.status).toBe('fulfilled');
    expect(missing).toMatchObject({ reason: { name: 'NotFound' } });
    expect(listed).toMatchObject({ reason: { name: 'NoSuchBucket' } });
  });

  it('refuse a continuation token and a page size that make no sense', async () => {
    await expect(list({ ContinuationToken: 'abc' })).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(list({ MaxKeys: -1 })).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  it.each([
    ['GetObjectTagging', new GetObjectTaggingCommand({ Bucket, Key: 'a' })],
    ['GET bucket?versioning', new GetBucketVersioningCommand({ Bucket })],
  ])('say that %s is not part of the local runner', async (name, command) => {
    const refused = s3.client.send(command as GetObjectTaggingCommand);

    await expect(refused).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining(`s3 ${name} is not part of the local runner`),
      $metadata: { httpStatusCode: 501 },
    });
  });

  it.each([
    ['PUT', 'x-amz-copy-source', 'CopyObject'],
    ['PUT', 'if-match', 'PutObject with If-Match'],
    ['GET', 'if-match', 'GetObject with If-Match'],
  ])('never pass over a header that makes a %s another call: %s', async (method, header, name) => {
    const answer = await raw(s3.port, method, '/lake/a', { [header]: 'x', 'content-length': 0 });

    expect(answer).toMatchObject({ status: 501, body: expect.stringContaining(name) });
  });
});
