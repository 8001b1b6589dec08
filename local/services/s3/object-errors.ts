import { AwsError } from '../../calls/aws-error.js';
import { codeOf } from './files.js';
import { unfit } from './object-path.js';

export function noSuchBucket(bucket: string): AwsError {
  return new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: bucket });
}

export function noSuchKey(key: string): AwsError {
  return new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
}

export function preconditionFailed(): AwsError {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new AwsError('PreconditionFailed', message, 412, { Condition: 'If-None-Match' });
}

const folderErrors: Readonly<Record<string, string>> = {
  EISDIR: 'it is the folder of other objects',
  EEXIST: 'it, or a folder on its way, is taken by another object',
  ENOTDIR: 'a folder on its way is an object',
};

/** A failure of the file system as an answer to the caller, where his key is the reason. */
export function refusalOf(error: unknown, key: string): unknown {
  const why = folderErrors[codeOf(error)];
  return why === undefined ? error : unfit(key, why);
}
