import type { S3Request } from './request.js';

/**
 * Method, what it is about, and the query parameters that make it another operation → its name in the S3 API.
 * Those that nobody has built are here for the sake of the answer, which names them.
 */
const names: Readonly<Record<string, string>> = {
  'PUT object': 'PutObject',
  'GET object': 'GetObject',
  'HEAD object': 'HeadObject',
  'DELETE object': 'DeleteObject',
  'GET bucket?list-type': 'ListObjectsV2',
  'HEAD bucket': 'HeadBucket',
  'POST bucket?delete': 'DeleteObjects',

  'GET service': 'ListBuckets',
  'PUT bucket': 'CreateBucket',
  'DELETE bucket': 'DeleteBucket',
  'GET bucket': 'ListObjects',
  'GET bucket?versions': 'ListObjectVersions',
  'GET bucket?location': 'GetBucketLocation',
  'GET bucket?uploads': 'ListMultipartUploads',
  'POST bucket': 'PostObject',
  'POST object?uploads': 'CreateMultipartUpload',
  'PUT object?partNumber&uploadId': 'UploadPart',
  'GET object?uploadId': 'ListParts',
  'POST object?uploadId': 'CompleteMultipartUpload',
  'DELETE object?uploadId': 'AbortMultipartUpload',
  'POST object?select&select-type': 'SelectObjectContent',
  'GET object?attributes': 'GetObjectAttributes',
  'GET object?tagging': 'GetObjectTagging',
  'PUT object?tagging': 'PutObjectTagging',
  'GET object?acl': 'GetObjectAcl',
  'PUT object?acl': 'PutObjectAcl',
};

/** Parameters that leave an operation what it is. */
const plain =
  /^(x-id|prefix|delimiter|start-after|continuation-token|max-keys|encoding-type|fetch-owner|response-(cache|content|expires)[a-z-]*|x-amz-.*)$/i;

/** Headers that change what an operation does, by what the refusal calls it. To ignore one would be to do something else. */
const refusedHeaders: Readonly<Record<string, string>> = {
  'x-amz-copy-source': 'CopyObject',
  'x-amz-tagging': 'Tagging',
  'x-amz-acl': 'ACL',
  'x-amz-write-offset-bytes': 'WriteOffsetBytes',
  'x-amz-object-lock-mode': 'ObjectLockMode',
  'x-amz-server-side-encryption-customer-algorithm': 'SSECustomerAlgorithm',
  'if-match': 'If-Match',
  'if-unmodified-since': 'If-Unmodified-Since',
};

/** The name of the operation that a request asks for; of one that isn't in the table, what it looks like. */
export function operationOf({ method, bucket, key, query, headers }: S3Request): string {
  const about = key !== '' ? 'object' : bucket !== '' ? 'bucket' : 'service';
  const special = [...new Set(query.keys())].filter((name) => !plain.test(name)).sort();
  const route = `${method} ${about}${special.length > 0 ? `?${special.join('&')}` : ''}`;
  const name = Object.hasOwn(names, route) ? names[route] : undefined;
  const refused = Object.keys(refusedHeaders).find((header) => headers[header] !== undefined);
  if (refused === undefined) return name ?? route;
  return refused === 'x-amz-copy-source' ? 'CopyObject' : `${name ?? route} with ${refusedHeaders[refused]}`;
}
