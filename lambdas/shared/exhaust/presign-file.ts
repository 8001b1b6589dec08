import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

/** Seconds in which a download is to begin; the link that led to it can be opened again. */
const lifeSeconds = 300;

/**
 * Makes short URLs to objects of a bucket.
 *
 * "A presigned URL expires with the credentials that made it": those of a function last for hours, so a URL for a day
 * can't be made here, and one for minutes can.
 */
export function filePresigner(client: S3Client, bucket: string): (key: string, name: string) => Promise<string> {
  return (key, name) => {
    const ResponseContentDisposition = `attachment; filename="${name}"`;
    return getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key, ResponseContentDisposition }), {
      expiresIn: lifeSeconds,
    });
  };
}
