import { DeleteObjectsCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { AwsError } from '../../../../local/calls/aws-error.js';
import { aClient, bucket, filesIn, type LocalS3, lambdaKey, presigned, raw, readerKey, startS3 } from './local-s3.js';

const Bucket = bucket;
const anonymous = { authorization: '' };

describe('Access to the local S3', () => {
  let s3: LocalS3;

  beforeEach(async () => {
    s3 = await startS3();
  });

  afterEach(() => s3.stop());

  it('is given where the role has it', async () => {
    await s3.lambdaClient.send(new PutObjectCommand({ Bucket, Key: 'aws/lambda/failed.json', Body: '{}' }));

    expect((await s3.store.head(bucket, 'aws/lambda/failed.json')).size).toBe(2);
  });

  it('is denied elsewhere, naming role, action and resource, and nothing is written', async () => {
    const denied = s3.lambdaClient.send(new PutObjectCommand({ Bucket, Key: 'telemetry/x', Body: 'x' }));

    await expect(denied).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(
        'role/LAMBDA is not authorized to perform: s3:PutObject on resource: arn:aws:s3:::lake/telemetry/x',
      ),
      $metadata: { httpStatusCode: 403 },
    });
    expect(await filesIn(s3.folder)).toEqual([]);
    expect(s3.denied).toEqual([expect.stringContaining('LAMBDA may not s3:PutObject')]);
  });

  it('does not come with a key that names another place by dots', async () => {
    const path = `/lake/aws/lambda/../../telemetry/x?${presigned({ key: lambdaKey })}`;

    const answer = await raw(s3.port, 'PUT', path, { ...anonymous, 'content-length': 1 }, 'x');

    expect(answer.status).toBe(400);
    expect(await filesIn(s3.folder)).toEqual([]);
  });

  it('is denied to readers and listers who may only write', async () => {
    await s3.store.put(bucket, 'aws/lambda/a', Buffer.from('x'));

    const [get, list] = await Promise.allSettled([
      s3.lambdaClient.send(new GetObjectCommand({ Bucket, Key: 'aws/lambda/a' })),
      s3.lambdaClient.send(new ListObjectsV2Command({ Bucket })),
    ]);

    expect(get).toMatchObject({ reason: { name: 'AccessDenied', message: expect.stringContaining('s3:GetObject') } });
    expect(list).toMatchObject({ reason: { name: 'AccessDenied', message: expect.stringContaining('s3:ListBucket') } });
  });

  it('is asked for each object of a deletion', async () => {
    await s3.store.put(bucket, 'aws/lambda/a', Buffer.from('x'));
    const Delete = { Objects: [{ Key: 'aws/lambda/a' }] };

    const { Deleted, Errors } = await s3.lambdaClient.send(new DeleteObjectsCommand({ Bucket, Delete }));

    expect(Deleted).toBeUndefined();
    expect(Errors).toMatchObject([{ Key: 'aws/lambda/a', Code: 'AccessDenied' }]);
    expect((await s3.store.head(bucket, 'aws/lambda/a')).size).toBe(1);
  });

  it('needs a key that the runner has given out', async () => {
    const stranger = aClient(s3.port, 'AKIDSTRANGER');

    const denied = stranger.send(new GetObjectCommand({ Bucket, Key: 'a' }));

    await expect(denied).rejects.toMatchObject({ name: 'InvalidAccessKeyId', $metadata: { httpStatusCode: 403 } });
  });

  it('needs a key at all', async () => {
    const answer = await raw(s3.port, 'GET', '/lake/a', anonymous);

    expect(answer).toMatchObject({ status: 403, body: expect.stringContaining('<Code>AccessDenied</Code>') });
  });

  it('is in a presigned URL, which may name the file that it downloads', async () => {
    await s3.store.put(bucket, 'exhaust/result.csv', Buffer.from('a,b'));
    const query = `${presigned({})}&response-content-disposition=attachment%3B%20filename%3Dmine.csv`;

    const { status, headers, body } = await raw(s3.port, 'GET', `/lake/exhaust/result.csv?${query}`, anonymous);

    expect({ status, body }).toEqual({ status: 200, body: 'a,b' });
    expect(headers['content-disposition']).toBe('attachment; filename=mine.csv');
  });

  it('is in a presigned upload, with the metadata that its URL carries', async () => {
    const path = `/lake/a?${presigned({})}&x-amz-meta-stage=dedup&x-id=PutObject`;

    await raw(s3.port, 'PUT', path, { ...anonymous, 'content-length': 1 }, 'x');

    expect((await s3.store.head(bucket, 'a')).metadata).toEqual({ stage: 'dedup' });
  });

  it('ends when a presigned URL has expired', async () => {
    await s3.store.put(bucket, 'a', Buffer.from('x'));
    const query = presigned({ at: new Date(Date.now() - 61_000), expires: '60' });

    const answer = await raw(s3.port, 'GET', `/lake/a?${query}`, anonymous);

    expect(answer.status).toBe(403);
    expect(answer.body).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>');
    expect(answer.body).toContain('<X-Amz-Expires>60</X-Amz-Expires>');
  });

  it.each(['', 'soon', '-1', '604801'])(
    'is refused to a presigned URL that is valid for %j seconds',
    async (expires) => {
      const answer = await raw(s3.port, 'GET', `/lake/a?${presigned({ expires })}`, anonymous);

      expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('AuthorizationQueryParametersError') });
    },
  );

  it('tells those who may not list nothing about what is missing', async () => {
    await s3.store.put(bucket, 'there', Buffer.from('x'));
    const get = (key: string) => raw(s3.port, 'GET', `/lake/${key}?${presigned({ key: readerKey })}`, anonymous);

    const [there, missing] = await Promise.all([get('there'), get('missing')]);

    expect(there).toMatchObject({ status: 200, body: 'x' });
    expect(missing).toMatchObject({ status: 403, body: expect.stringContaining('s3:ListBucket') });
  });

  it('is passed on as it is when a fault is injected', async () => {
    jest
      .spyOn(s3.store, 'put')
      .mockRejectedValueOnce(new AwsError('SlowDown', 'Please reduce your request rate.', 503));

    const answer = s3.client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));

    await expect(answer).rejects.toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } });
  });

  it('answers an unforeseen fault with InternalError, and shows it to whoever runs the store', async () => {
    const shown = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    jest.spyOn(s3.store, 'put').mockRejectedValueOnce(new Error('disk full'));

    const answer = s3.client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));

    await expect(answer).rejects.toMatchObject({ name: 'InternalError', $metadata: { httpStatusCode: 500 } });
    expect(shown).toHaveBeenCalledWith(expect.stringContaining('disk full'));
    shown.mockRestore();
  });
});
