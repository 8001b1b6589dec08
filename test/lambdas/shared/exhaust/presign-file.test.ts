import { S3Client } from '@aws-sdk/client-s3';
import { filePresigner } from '../../../../lambdas/shared/exhaust/presign-file.js';

const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'session' };

describe('a short URL', () => {
  it('is to one object, for five minutes, and names the file that is saved', async () => {
    const client = new S3Client({ region: 'ap-south-1', credentials });

    const url = new URL(await filePresigner(client, 'lake')('exhaust/summary/ID/a.csv', 'a.csv'));

    expect([url.host, url.pathname]).toEqual(['lake.s3.ap-south-1.amazonaws.com', '/exhaust/summary/ID/a.csv']);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      'X-Amz-Expires': '300',
      'X-Amz-Security-Token': 'session',
      'response-content-disposition': 'attachment; filename="a.csv"',
    });
  });
});
