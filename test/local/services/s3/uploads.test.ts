import { createHash } from 'node:crypto';
import { type OutgoingHttpHeaders, request } from 'node:http';
import { authorizedBy, bucket, filesIn, type LocalS3, ownerKey, raw, startS3 } from './local-s3.js';

const body = 'hello';
const [goodCrc32, badCrc32] = ['NhCmhg==', 'AAAAAA=='];
const framed = {
  'content-encoding': 'gzip,aws-chunked',
  'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'x-amz-decoded-content-length': '5',
  'x-amz-trailer': 'x-amz-checksum-crc32',
};

describe('Uploads to the local S3', () => {
  let s3: LocalS3;

  beforeEach(async () => {
    s3 = await startS3();
  });

  afterEach(() => s3.stop());

  const put = (headers: OutgoingHttpHeaders, data = body) =>
    raw(s3.port, 'PUT', '/lake/a', { 'content-length': Buffer.byteLength(data), ...headers }, data);

  it.each([
    ['x-amz-checksum-crc32', goodCrc32],
    ['x-amz-checksum-sha1', digest('sha1', 'base64')],
    ['x-amz-checksum-sha256', digest('sha256', 'base64')],
    ['content-md5', digest('md5', 'base64')],
    ['x-amz-content-sha256', digest('sha256', 'hex')],
    ['x-amz-content-sha256', 'UNSIGNED-PAYLOAD'],
  ])('are taken with a true %s: %s', async (name, value) => {
    expect(await put({ [name]: value })).toMatchObject({ status: 200, headers: { etag: `"${digest('md5', 'hex')}"` } });
  });

  it.each([
    ['x-amz-checksum-crc32', badCrc32],
    ['x-amz-checksum-sha1', digest('sha1', 'base64', 'other')],
    ['x-amz-checksum-sha256', 'nonsense'],
    ['content-md5', digest('md5', 'base64', 'other')],
    ['x-amz-content-sha256', digest('sha256', 'hex', 'other')],
  ])('are refused with a false %s, and nothing is stored', async (name, value) => {
    const answer = await put({ [name]: value });

    expect(answer.status).toBe(400);
    expect(answer.body).toContain('<Code>BadDigest</Code>');
    expect(answer.body).toContain(name);
    expect(await filesIn(s3.folder)).toEqual([]);
  });

  it('leave the old object as it was when they are refused', async () => {
    await put({});

    await put({ 'x-amz-checksum-crc32': badCrc32 }, 'other');

    expect((await raw(s3.port, 'GET', '/lake/a')).body).toBe(body);
  });

  it('lose their framing, and keep the encoding that is the object’s own', async () => {
    const { status } = await put(framed, `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${goodCrc32}\r\n\r\n`);

    const { headers, body: found } = await raw(s3.port, 'GET', '/lake/a', { 'x-amz-checksum-mode': 'ENABLED' });
    expect(status).toBe(200);
    expect(found).toBe(body);
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', 'x-amz-checksum-crc32': goodCrc32 });
  });

  it.each(['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER'])(
    'lose the framing of signed chunks too: %s',
    async (sha256) => {
      const signature = `chunk-signature=${'0'.repeat(64)}`;
      const headers = { 'x-amz-content-sha256': sha256, 'x-amz-decoded-content-length': '5' };

      await put(headers, `2;${signature}\r\nhe\r\n3;${signature}\r\nllo\r\n0;${signature}\r\n\r\n`);

      expect((await raw(s3.port, 'GET', '/lake/a')).body).toBe(body);
    },
  );

  it.each([
    ['a false trailing checksum', `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${badCrc32}\r\n\r\n`, 'BadDigest'],
    ['no trailing checksum where one was announced', '5\r\nhello\r\n0\r\n\r\n', 'MalformedTrailerError'],
    ['fewer bytes than announced', `4\r\nhell\r\n0\r\nx-amz-checksum-crc32:${goodCrc32}\r\n\r\n`, 'IncompleteBody'],
    ['framing that breaks off', '5\r\nhello\r\n', 'IncompleteBody'],
    ['no framing at all', 'hello', 'IncompleteBody'],
  ])('are refused with %s, and nothing is stored', async (_, data, code) => {
    const answer = await put(framed, data);

    expect(answer.status).toBe(400);
    expect(answer.body).toContain(`<Code>${code}</Code>`);
    expect(await filesIn(s3.folder)).toEqual([]);
  });

  it('are refused without a length, as S3 does with streams of unknown length', async () => {
    const { 'x-amz-decoded-content-length': _, ...headers } = framed;

    const answer = await put(headers);

    expect(answer).toMatchObject({ status: 411, body: expect.stringContaining('MissingContentLength') });
  });

  it('store nothing when they are interrupted', async () => {
    const headers = { ...authorizedBy(ownerKey), 'content-length': 100_000 };
    const upload = request({ host: '127.0.0.1', port: s3.port, method: 'PUT', path: '/lake/a', headers });
    upload.on('error', () => undefined);
    upload.write(Buffer.alloc(50_000));
    await until(async () => (await filesIn(s3.folder)).length === 1);

    upload.destroy();

    await until(async () => (await filesIn(s3.folder)).length === 0);
    expect((await s3.store.list({ bucket })).objects).toEqual([]);
  });

  it('get their answer though they are refused before they were sent whole', async () => {
    const answer = await raw(s3.port, 'PUT', '/nowhere/a', {}, 'x'.repeat(8 * 1024 * 1024));

    expect(answer).toMatchObject({ status: 404, body: expect.stringContaining('NoSuchBucket') });
  });

  it.each([
    '/lake/../../etc/passwd',
    '/lake/%2e%2e/%2e%2e/escaped',
    '/lake/..%2fescaped',
    '/lake//etc/passwd',
    '/lake/a%00b',
  ])('stay inside the folder of their bucket: %s', async (path) => {
    const written = await raw(s3.port, 'PUT', path, { 'content-length': 1 }, 'x');
    const read = await raw(s3.port, 'GET', path);

    expect([written.status, read.status]).toEqual([400, 400]);
    expect(written.body).toContain('<Code>InvalidArgument</Code>');
    expect(await filesIn(s3.folder)).toEqual([]);
  });

  it.each(['/../etc/passwd', '/%2e%2e/passwd', '/.meta/lake/a.json', '/.tmp/x'])('know no bucket %s', async (path) => {
    expect(await raw(s3.port, 'GET', path)).toMatchObject({
      status: 404,
      body: expect.stringContaining('NoSuchBucket'),
    });
  });

  it('are refused under a path that is no URI', async () => {
    expect(await raw(s3.port, 'PUT', '/lake/%zz')).toMatchObject({
      status: 400,
      body: expect.stringContaining('InvalidURI'),
    });
  });
});

function digest(algorithm: string, encoding: 'hex' | 'base64', of = body): string {
  return createHash(algorithm).update(of).digest(encoding);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}
