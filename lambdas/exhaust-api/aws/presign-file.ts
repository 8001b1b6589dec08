import { GetObjectCommand, HeadObjectCommand, NotFound, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { DependencyError } from '../../shared/function/errors.js';

/** Seconds in which a download is to begin; the link that led to it can be opened again. */
const lifeSeconds = 300;

/** A short URL to an object; `undefined` where it is gone. */
export type Presign = (key: string, name: string, method: FileMethod) => Promise<string | undefined>;

export type FileMethod = 'GET' | 'HEAD';

/**
 * Makes short URLs to objects of a bucket, which their maker must be allowed to list too: else S3 tells nobody that an
 * object is missing.
 *
 * "A presigned URL expires with the credentials that made it": those of a function last for hours, so a URL for a day
 * can't be made here, and one for minutes can.
 *
 * @throws DependencyError (from the returned function) when S3 can't be asked
 */
export function filePresigner(client: S3Client, bucket: string): Presign {
  return async (key, name, method) => {
    const object = { Bucket: bucket, Key: key };
    if (!(await exists(client, object))) return undefined;
    const ResponseContentDisposition = `attachment; filename="${name}"`;
    const asked = { ...object, ResponseContentDisposition };
    const command = method === 'HEAD' ? new HeadObjectCommand(asked) : new GetObjectCommand(asked);
    return getSignedUrl(client, command, { expiresIn: lifeSeconds });
  };
}

async function exists(client: S3Client, object: { readonly Bucket: string; readonly Key: string }): Promise<boolean> {
  try {
    await client.send(new HeadObjectCommand(object));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw new DependencyError(`s3://${object.Bucket}/${object.Key}: could not be asked for: ${error}`, {
      cause: error,
    });
  }
}
