import { AwsError } from '../../calls/aws-error.js';
import { type ByteRange, resolveRange } from './byte-range.js';
import { readObjectHeaders, writeObjectHeaders } from './object-headers.js';
import { type Answer, type Call, onBucket, onObject, type S3Operation } from './operation.js';
import { receiveBody } from './receive-body.js';
import type { StoredObject } from './stored-object.js';

const putObject: S3Operation = {
  permissions: (request) => [onObject('s3:PutObject', request)],
  async run({ store, bucket, key, headers, incoming }) {
    const ifNoneMatch = readIfNoneMatch(headers['if-none-match']);
    const { body, checksums } = receiveBody(incoming, headers);
    const { etag } = await store.put(bucket, key, body, { ...readObjectHeaders(headers), ifNoneMatch, checksums });
    return { headers: { etag, ...checksums() } };
  },
};

const getObject: S3Operation = {
  permissions: (request) => [onObject('s3:GetObject', request)],
  async run(call) {
    const object = await found(call, () => call.store.get(call.bucket, call.key, { range: call.headers.range }));
    const conditional = call.headers['if-range'];
    if (conditional === undefined || conditional === object.etag) {
      return { ...describe(call, object, object.range), body: object.body };
    }
    object.body.destroy();
    const { body, ...whole } = await call.store.get(call.bucket, call.key);
    return { ...describe(call, whole, undefined), body };
  },
};

const headObject: S3Operation = {
  permissions: (request) => [onObject('s3:GetObject', request)],
  async run(call) {
    const object = await found(call, () => call.store.head(call.bucket, call.key));
    return describe(call, object, resolveRange(call.headers.range, object.size));
  },
};

const deleteObject: S3Operation = {
  permissions: (request) => [onObject('s3:DeleteObject', request)],
  async run({ store, bucket, key }) {
    await store.delete(bucket, key);
    return { status: 204 };
  },
};

export const objectOperations = {
  PutObject: putObject,
  GetObject: getObject,
  HeadObject: headObject,
  DeleteObject: deleteObject,
};

/** As in S3, a missing object is a secret to those who may not list. */
async function found<T>(call: Call, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const missing = error instanceof AwsError && error.code === 'NoSuchKey';
    if (missing) call.gate.check(call.role, [onBucket('s3:ListBucket', call)]);
    throw error;
  }
}

function describe({ headers, query }: Call, object: StoredObject, range: ByteRange | undefined): Answer {
  const wantsChecksums = headers['x-amz-checksum-mode'] === 'ENABLED';
  const described = { ...writeObjectHeaders(object), ...overrides(query) };
  if (range) {
    const { start, end } = range;
    const part = { 'content-length': end - start + 1, 'content-range': `bytes ${start}-${end}/${object.size}` };
    return { status: 206, headers: { ...described, ...part } };
  }
  // A checksum is of the whole object: with a part of it, a client would find it wrong.
  return { headers: { ...described, 'content-length': object.size, ...(wantsChecksums ? object.checksums : {}) } };
}

const overridable = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

/** `response-content-disposition=…` and its like, with which a signed link names the file that it downloads. */
function overrides(query: URLSearchParams): Record<string, string> {
  const found = overridable.map((header) => [header, query.get(`response-${header}`)] as const);
  return Object.fromEntries(found.filter((entry): entry is readonly [string, string] => entry[1] !== null));
}

function readIfNoneMatch(header: string | undefined): '*' | undefined {
  if (header === undefined || header === '*') return header;
  throw new AwsError('NotImplemented', 'PutObject takes no If-None-Match but *, as S3 itself.', 501);
}
