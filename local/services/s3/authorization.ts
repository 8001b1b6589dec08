import { AwsError } from '../../calls/aws-error.js';
import type { S3Request } from './request.js';

/**
 * What the gate reads the caller's key from: the header, or the same out of a presigned URL.
 *
 * @throws AwsError for a presigned URL that is malformed or has expired
 */
export function authorizationOf({ headers, query }: S3Request, now = Date.now()): string | undefined {
  const credential = query.get('X-Amz-Credential');
  if (credential === null) return headers.authorization;
  const signedAt = readDate(query.get('X-Amz-Date'));
  const seconds = readSeconds(query.get('X-Amz-Expires'));
  const expires = signedAt + seconds * 1000;
  if (now > expires) {
    throw new AwsError('AccessDenied', 'Request has expired', 403, {
      'X-Amz-Expires': seconds,
      Expires: new Date(expires).toISOString(),
      ServerTime: new Date(now).toISOString(),
    });
  }
  return `Credential=${credential}/`;
}

function readDate(text: string | null): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '');
  if (!parts) throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  const [, year, month, day, hour, minute, second] = parts.map(Number) as [number, ...number[]];
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}

/** SigV4 lets a URL be valid for a week. */
function readSeconds(text: string | null): number {
  const seconds = /^\d+$/.test(text ?? '') ? Number(text) : -1;
  if (seconds < 0) throw malformed('X-Amz-Expires should be a number of seconds');
  if (seconds > 604_800) throw malformed('X-Amz-Expires must be less than a week (in seconds); that is, 604800');
  return seconds;
}

function malformed(message: string): AwsError {
  return new AwsError('AuthorizationQueryParametersError', message);
}
