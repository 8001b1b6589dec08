import { text } from 'node:stream/consumers';
import { AwsError } from '../../calls/aws-error.js';
import type { NamedPart } from './multipart-uploads.js';
import { readObjectHeaders } from './object-headers.js';
import { type Call, onObject, type S3Operation } from './operation.js';
import { receiveBody } from './receive-body.js';
import { readTexts, writeDocument } from './xml.js';

const createMultipartUpload: S3Operation = {
  permissions: (request) => [onObject('s3:PutObject', request)],
  async run({ store, bucket, key, headers }) {
    const UploadId = await store.createUpload(bucket, key, readObjectHeaders(headers));
    return { body: writeDocument('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId }) };
  },
};

const uploadPart: S3Operation = {
  permissions: (request) => [onObject('s3:PutObject', request)],
  async run({ store, bucket, key, headers, incoming, query }) {
    await store.uploads.find(uploadId(query), bucket, key);
    const { body, checksums } = receiveBody(incoming, headers);
    const etag = await store.uploads.putPart(uploadId(query), Number(query.get('partNumber')), body);
    return { headers: { etag, ...checksums() } };
  },
};

const completeMultipartUpload: S3Operation = {
  permissions: (request) => [onObject('s3:PutObject', request)],
  async run(call) {
    const { store, bucket, key, query } = call;
    const { etag } = await store.completeUpload(bucket, key, uploadId(query), await readParts(call));
    return { body: writeDocument('CompleteMultipartUploadResult', { Bucket: bucket, Key: key, ETag: etag }) };
  },
};

const abortMultipartUpload: S3Operation = {
  permissions: (request) => [onObject('s3:AbortMultipartUpload', request)],
  async run({ store, bucket, key, query }) {
    await store.uploads.find(uploadId(query), bucket, key);
    await store.uploads.remove(uploadId(query));
    return { status: 204 };
  },
};

export const multipartOperations = {
  CreateMultipartUpload: createMultipartUpload,
  UploadPart: uploadPart,
  CompleteMultipartUpload: completeMultipartUpload,
  AbortMultipartUpload: abortMultipartUpload,
};

function uploadId(query: URLSearchParams): string {
  return query.get('uploadId') ?? '';
}

/** 10,000 parts, each with its number, etag and checksums. */
const largestDocument = 4 * 1024 * 1024;

async function readParts({ incoming, headers }: Call): Promise<NamedPart[]> {
  const { body, length } = receiveBody(incoming, headers);
  if (length > largestDocument) throw malformedXml();
  const document = await text(body);
  const [numbers, etags] = [readTexts(document, 'PartNumber'), readTexts(document, 'ETag')];
  if (numbers.length === 0 || numbers.length !== etags.length) throw malformedXml();
  return numbers.map((number, at) => ({ number: Number(number), etag: etags[at] ?? '' }));
}

function malformedXml(): AwsError {
  const message = 'The XML you provided was not well-formed or did not validate against our published schema';
  return new AwsError('MalformedXML', message);
}
