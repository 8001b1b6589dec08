import type { IncomingHttpHeaders } from 'node:http';
import { listOf } from './checksums.js';
import type { PutOptions, StoredObject } from './stored-object.js';

/** The headers that S3 keeps with an object, by their names in an object's description. */
const kept = {
  contentType: 'content-type',
  contentEncoding: 'content-encoding',
  contentDisposition: 'content-disposition',
  contentLanguage: 'content-language',
  cacheControl: 'cache-control',
} as const;

type Kept = keyof typeof kept;

const names = Object.entries(kept) as [Kept, string][];
const metadataPrefix = 'x-amz-meta-';

/** What an upload's headers say of the object. */
export function readObjectHeaders(headers: IncomingHttpHeaders): PutOptions {
  const metadata = Object.entries(headers)
    .filter(([name]) => name.startsWith(metadataPrefix))
    .map(([name, value]) => [name.slice(metadataPrefix.length), String(value)] as const);
  const described: Partial<Record<Kept, string>> = {};
  for (const [name, header] of names) {
    const value = headers[header];
    if (value !== undefined) described[name] = String(value);
  }
  return { ...described, contentEncoding: withoutFraming(headers), metadata: Object.fromEntries(metadata) };
}

/** An object's headers, as GetObject and HeadObject answer them. */
export function writeObjectHeaders(object: StoredObject): Record<string, string> {
  const headers: Record<string, string> = {
    etag: object.etag,
    'last-modified': object.lastModified.toUTCString(),
    'accept-ranges': 'bytes',
    'content-type': 'binary/octet-stream',
  };
  for (const [name, header] of names) {
    const value = object[name];
    if (value !== undefined) headers[header] = value;
  }
  for (const [name, value] of Object.entries(object.metadata)) headers[`${metadataPrefix}${name}`] = value;
  return headers;
}

/** `aws-chunked` is the framing of the upload, and not of the object. */
function withoutFraming(headers: IncomingHttpHeaders): string | undefined {
  const encodings = listOf(headers['content-encoding']).filter((encoding) => encoding !== 'aws-chunked');
  return encodings.length > 0 ? encodings.join(',') : undefined;
}
