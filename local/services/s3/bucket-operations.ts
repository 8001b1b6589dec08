import { text } from 'node:stream/consumers';
import { AwsError, notBuilt } from '../../calls/aws-error.js';
import { type Call, onBucket, onObject, type S3Operation } from './operation.js';
import { receiveBody } from './receive-body.js';
import { s3ErrorOf } from './s3-error.js';
import { readNames, readTexts, writeDocument, type Xml } from './xml.js';

const headBucket: S3Operation = {
  permissions: (request) => [onBucket('s3:ListBucket', request)],
  async run({ store, bucket }) {
    store.requireBucket(bucket);
    return {};
  },
};

const listObjects: S3Operation = {
  permissions: (request) => [onBucket('s3:ListBucket', request)],
  async run({ store, bucket, query }) {
    const read = (name: string) => query.get(name) ?? undefined;
    const [prefix = '', delimiter, startAfter] = ['prefix', 'delimiter', 'start-after'].map(read);
    const continuationToken = read('continuation-token');
    const maxKeys = readMaxKeys(read('max-keys'));
    const list = await store.list({ bucket, prefix, delimiter, startAfter, continuationToken, maxKeys });
    const encodingType = read('encoding-type');
    const encode = encodingType === 'url' ? encodeKey : (key: string) => key;
    const document: Xml = {
      Name: bucket,
      Prefix: encode(prefix),
      Delimiter: delimiter && encode(delimiter),
      StartAfter: startAfter && encode(startAfter),
      ContinuationToken: continuationToken,
      NextContinuationToken: list.nextContinuationToken,
      EncodingType: encodingType,
      MaxKeys: maxKeys,
      KeyCount: list.objects.length + list.commonPrefixes.length,
      IsTruncated: list.isTruncated,
      Contents: list.objects.map(({ key, lastModified, etag, size }) => ({
        Key: encode(key),
        LastModified: lastModified.toISOString(),
        ETag: etag,
        Size: size,
        StorageClass: 'STANDARD',
      })),
      CommonPrefixes: list.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
    };
    return { body: writeDocument('ListBucketResult', document) };
  },
};

/** Permissions are asked for key by key: one that is refused is an answer about that key. */
const deleteObjects: S3Operation = {
  permissions: () => [],
  async run(call) {
    call.store.requireBucket(call.bucket);
    const { keys, quiet } = await readDeletion(call);
    const outcomes = await Promise.all(keys.map((key) => deleteOne(call, key)));
    const deleted = outcomes.filter(({ error }) => error === undefined).map(({ key }) => ({ Key: key }));
    const errors = outcomes.flatMap(({ key, error }) => (error ? [{ Key: key, ...error }] : []));
    return { body: writeDocument('DeleteResult', { Deleted: quiet ? [] : deleted, Error: errors }) };
  },
};

export const bucketOperations = {
  HeadBucket: headBucket,
  ListObjectsV2: listObjects,
  DeleteObjects: deleteObjects,
};

function readMaxKeys(text = '1000'): number {
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), 1000);
  throw new AwsError('InvalidArgument', 'Provided max-keys not an integer or within integer range');
}

function encodeKey(key: string): string {
  return encodeURIComponent(key).replaceAll('%2F', '/');
}

const deletionElements = new Set(['Delete', 'Object', 'Key', 'Quiet']);
const mostDeletions = 1000;
/** As many keys as a call may name, each of the largest size and its XML. */
const largestDeletion = 2 * 1024 * 1024;

async function readDeletion({ incoming, headers }: Call): Promise<{ keys: string[]; quiet: boolean }> {
  const { body, length } = receiveBody(incoming, headers);
  if (length > largestDeletion) throw malformedXml();
  const document = await text(body);
  const unknown = [...readNames(document)].find((name) => !deletionElements.has(name));
  if (unknown !== undefined) throw notBuilt('s3', `DeleteObjects with ${unknown}`);
  const keys = readTexts(document, 'Key');
  if (keys.length === 0 || keys.length > mostDeletions) throw malformedXml();
  return { keys, quiet: readTexts(document, 'Quiet')[0] === 'true' };
}

async function deleteOne(call: Call, key: string): Promise<{ key: string; error?: { Code: string; Message: string } }> {
  try {
    call.gate.check(call.role, [onObject('s3:DeleteObject', call, key)]);
    await call.store.delete(call.bucket, key);
    return { key };
  } catch (error) {
    const { code, message } = s3ErrorOf(error);
    return { key, error: { Code: code, Message: message } };
  }
}

function malformedXml(): AwsError {
  const message = 'The XML you provided was not well-formed or did not validate against our published schema';
  return new AwsError('MalformedXML', message);
}
