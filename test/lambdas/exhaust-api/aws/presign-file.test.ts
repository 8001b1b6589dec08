import { HeadObjectCommand, NotFound, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { type FileMethod, filePresigner } from '../../../../lambdas/exhaust-api/aws/presign-file.js';
import { DependencyError } from '../../../../lambdas/shared/function/errors.js';

const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'session' };
const client = new S3Client({ region: 'ap-south-1', credentials });
const s3 = mockClient(client);
const presign = (method: FileMethod = 'GET') =>
  filePresigner(client, 'lake')('exhaust/summary/ID/a.csv', 'a.csv', method);

beforeEach(() => s3.reset());

describe('a short URL', () => {
  it('is to one object, for five minutes, and names the file that is saved', async () => {
    s3.on(HeadObjectCommand, { Bucket: 'lake', Key: 'exhaust/summary/ID/a.csv' }).resolves({});

    const url = new URL((await presign()) ?? '');

    expect([url.host, url.pathname]).toEqual(['lake.s3.ap-south-1.amazonaws.com', '/exhaust/summary/ID/a.csv']);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      'X-Amz-Expires': '300',
      'X-Amz-Security-Token': 'session',
      'response-content-disposition': 'attachment; filename="a.csv"',
    });
  });

  it('is signed for the method that it will be asked with, since S3 takes it for no other', async () => {
    s3.on(HeadObjectCommand).resolves({});
    const signatureOf = (url: string | undefined) => new URL(url ?? '').searchParams.get('X-Amz-Signature');

    const [get, head] = [await presign('GET'), await presign('HEAD')];

    expect([get, head]).toEqual([expect.stringContaining('x-id=GetObject'), expect.not.stringContaining('GetObject')]);
    expect(signatureOf(head)).not.toBe(signatureOf(get));
    expect(head).toContain('response-content-disposition=');
  });

  it('is none where the object is gone', async () => {
    s3.on(HeadObjectCommand).rejects(new NotFound({ message: 'gone', $metadata: {} }));

    expect(await presign()).toBeUndefined();
  });

  it('is not made up where S3 can not be asked', async () => {
    s3.on(HeadObjectCommand).rejects(new Error('S3: down'));

    await expect(presign()).rejects.toBeInstanceOf(DependencyError);
  });
});
