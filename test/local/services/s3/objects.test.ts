import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { bucket, filesIn, type LocalS3, raw, startS3 } from './local-s3.js';

const Bucket = bucket;

describe('Objects of the local S3, through the SDK', () => {
  let s3: LocalS3;

  beforeEach(async () => {
    s3 = await startS3();
  });

  afterEach(() => s3.stop());

  const get = async (Key: string, Range?: string) => {
    const answer = await s3.client.send(new GetObjectCommand({ Bucket, Key, Range }));
    return { ...answer, bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) };
  };
  const put = (Key: string, Body: Buffer | string | Readable, more = {}) =>
    s3.client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));

  it.each([
    ['a Buffer', () => Buffer.from([1, 0, 255]), Buffer.from([1, 0, 255])],
    ['a string', () => 'ನಮಸ್ತೆ', Buffer.from('ನಮಸ್ತೆ')],
    ['an empty Buffer', () => Buffer.alloc(0), Buffer.alloc(0)],
  ])('gives back %s as it was put', async (_, body, bytes) => {
    const { ETag } = await put('a/b', body());

    const found = await get('a/b');

    expect(found.bytes).toEqual(bytes);
    expect(found.ETag).toBe(ETag);
    expect(await readFile(join(s3.folder, bucket, 'a/b'))).toEqual(bytes);
  });

  it.each([
    ['three bytes', 3],
    ['nothing', 0],
    ['five megabytes', 5 * 1024 * 1024],
  ])('takes the framing off a stream of %s and checks its trailing checksum', async (_, length) => {
    const bytes = Buffer.alloc(length, 'sunstream ');

    const { ChecksumCRC32 } = await put('stream', inPieces(bytes), { ContentLength: length });

    const found = await get('stream');
    expect(found.bytes.equals(bytes)).toBe(true);
    expect(ChecksumCRC32).toMatch(/^[\w+/]{6}==$/);
    expect(found.ChecksumCRC32).toBe(ChecksumCRC32);
    expect((await readFile(join(s3.folder, bucket, 'stream'))).equals(bytes)).toBe(true);
  });

  it.each(['SHA1', 'SHA256'] as const)('verifies and keeps a checksum of kind %s', async (ChecksumAlgorithm) => {
    await put('a', inPieces(Buffer.from('hello')), { ContentLength: 5, ChecksumAlgorithm });

    const found = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'a', ChecksumMode: 'ENABLED' }));

    expect(found[`Checksum${ChecksumAlgorithm}`]).toMatch(/=$/);
  });

  it.each(['CRC32C', 'CRC64NVME'])('says that it can not verify %s, and stores nothing', async (algorithm) => {
    const headers = { [`x-amz-checksum-${algorithm.toLowerCase()}`]: 'AAAAAA==' };

    const answer = await raw(s3.port, 'PUT', '/lake/a', { ...headers, 'content-length': 5 }, 'hello');

    expect(answer.status).toBe(501);
    expect(answer.body).toContain('<Code>NotImplemented</Code>');
    expect(answer.body).toContain(algorithm.toLowerCase());
    expect(await filesIn(s3.folder)).toEqual([]);
  });

  it.each([
    'telemetry/dt=2026-11-20/hour=07/x y+z%25.json.gz',
    'ಕನ್ನಡ/😀 é.txt',
    'quotes\'"&<>!*().txt',
    'q?a#b;c:d@e,f$',
    'new\nline',
  ])('keeps the key %j as it is', async (key) => {
    await put(key, 'x');

    expect((await get(key)).bytes.toString()).toBe('x');
    expect((await s3.store.list({ bucket })).objects.map((object) => object.key)).toEqual([key]);
    expect(await readFile(join(s3.folder, bucket, key), 'utf8')).toBe('x');
  });

  it('keeps content type, encoding, disposition and user metadata', async () => {
    const kept = {
      ContentType: 'application/x-ndjson',
      ContentEncoding: 'gzip',
      ContentDisposition: 'attachment; filename="events.json"',
      Metadata: { stage: 'dedup', 'request-id': '7' },
    };
    const body = gzipSync('{}');

    await put('buffer', body, kept);
    await put('stream', inPieces(body), { ...kept, ContentLength: body.length });

    expect(await get('buffer')).toMatchObject({ ...kept, bytes: body });
    expect(await get('stream')).toMatchObject({ ...kept, bytes: body });
    expect(await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'stream' }))).toMatchObject(kept);
  });

  it('does not overwrite what is there when asked for a new object only', async () => {
    await put('a', 'first', { IfNoneMatch: '*' });

    const second = put('a', 'other', { IfNoneMatch: '*' });

    await expect(second).rejects.toMatchObject({ name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } });
    expect((await get('a')).bytes.toString()).toBe('first');
  });

  it.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
  ])('answers the range %s with just those bytes', async (range, bytes, contentRange) => {
    await put('digits', '0123456789');

    const found = await get('digits', range);

    expect(found.bytes.toString()).toBe(bytes);
    expect(found).toMatchObject({ ContentRange: contentRange, $metadata: { httpStatusCode: 206 } });
  });

  it('refuses a range behind the end', async () => {
    await put('digits', '0123456789');

    const refused = get('digits', 'bytes=10-');

    await expect(refused).rejects.toMatchObject({ name: 'InvalidRange', $metadata: { httpStatusCode: 416 } });
  });

  it('gives the whole object to a download that goes on with another version of it', async () => {
    await put('digits', '0123456789');

    const answer = await raw(s3.port, 'GET', '/lake/digits', { range: 'bytes=5-', 'if-range': '"another"' });

    expect(answer).toMatchObject({ status: 200, body: '0123456789' });
  });

  it('describes an object without its bytes', async () => {
    const { ETag } = await put('a', 'hello');

    const described = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'a' }));

    expect(described).toMatchObject({ ETag, ContentLength: 5, ContentType: 'application/octet-stream' });
    expect(described.LastModified?.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it('answers 404 for a missing object and for a missing bucket', async () => {
    const [head, found, elsewhere] = await Promise.allSettled([
      s3.client.send(new HeadObjectCommand({ Bucket, Key: 'none' })),
      get('none'),
      s3.client.send(new PutObjectCommand({ Bucket: 'nowhere', Key: 'a', Body: 'x' })),
    ]);

    expect(head).toMatchObject({ reason: { name: 'NotFound', $metadata: { httpStatusCode: 404 } } });
    expect(found).toMatchObject({ reason: { name: 'NoSuchKey', Key: 'none' } });
    expect(elsewhere).toMatchObject({ reason: { name: 'NoSuchBucket', $metadata: { httpStatusCode: 404 } } });
    expect(await filesIn(s3.folder)).toEqual([]);
  });

  it('deletes an object, and takes it well when there is none', async () => {
    await put('a', 'x');

    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));

    expect(await filesIn(s3.folder)).toEqual([]);
  });

  it('deletes many at once and answers about each', async () => {
    const keys = ['a&b', 'ಕ/😀', '<c>', '"d"'];
    await Promise.all(keys.map((key) => put(key, 'x')));
    const Objects = [...keys, 'none', '../x'].map((Key) => ({ Key }));

    const { Deleted, Errors } = await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));

    expect(Deleted?.map(({ Key }) => Key)).toEqual([...keys, 'none']);
    expect(Errors).toMatchObject([{ Key: '../x', Code: 'InvalidArgument' }]);
    expect(await filesIn(s3.folder)).toEqual([]);
  });

  it('names only the failures of a quiet deletion', async () => {
    const Delete = { Quiet: true, Objects: [{ Key: 'a' }] };

    const { Deleted, Errors } = await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete }));

    expect([Deleted, Errors]).toEqual([undefined, undefined]);
  });
});

/** A stream that is cut elsewhere than the chunks which the SDK makes of it. */
function inPieces(bytes: Buffer): Readable {
  const count = Math.ceil(bytes.length / 100_003);
  return Readable.from(
    Array.from({ length: count }, (_, n) => bytes.subarray(n * 100_003, (n + 1) * 100_003)),
    { objectMode: false },
  );
}
