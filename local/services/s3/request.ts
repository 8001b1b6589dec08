import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { AwsError } from '../../calls/aws-error.js';

/** An HTTP request, read as S3 reads it: path style, `/<bucket>/<key>?<query>`. */
export interface S3Request {
  readonly method: string;
  /** As it came; for error documents. */
  readonly path: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  /** With those that a presigned URL carries in its query. */
  readonly headers: IncomingHttpHeaders;
}

/** @throws AwsError `InvalidURI` */
export function readRequest({ method = 'GET', url = '/', headers }: IncomingMessage): S3Request {
  // Not `new URL()`, which resolves `..`: a key is taken as it is, to be refused as it is.
  const [, path = '', search = ''] = /^([^?]*)(?:\?(.*))?$/s.exec(url) ?? [];
  const [, bucket, key = ''] = /^\/([^/]*)(?:\/(.*))?$/s.exec(path) ?? [];
  if (bucket === undefined) throw invalidUri(path);
  const query = new URLSearchParams(search);
  return { method, path, bucket: decode(bucket), key: decode(key), query, headers: { ...hoisted(query), ...headers } };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidUri(text);
  }
}

/** A presigner moves headers such as `x-amz-meta-*` into the query, which S3 takes for headers. */
function hoisted(query: URLSearchParams): Record<string, string> {
  const names = [...query].map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(names.filter(([name]) => name.startsWith('x-amz-')));
}

function invalidUri(text: string): AwsError {
  return new AwsError('InvalidURI', `Couldn't parse the specified URI: ${text}`);
}
