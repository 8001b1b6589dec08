import { sep } from 'node:path';
import { AwsError } from '../../calls/aws-error.js';

/** The longest part of a key between slashes: 255 bytes in a file system, less what a sidecar's name adds. */
const longestSegment = 250;
const longestKey = 1024;

const refusals: readonly (readonly [refused: (key: string, segments: readonly string[]) => boolean, why: string])[] = [
  [(key) => key.includes('\0') || Buffer.from(key).toString() !== key, 'it has a character that no file name can have'],
  [(key) => key.startsWith('/'), 'it starts with a slash, and would leave the folder of its bucket'],
  [(_, segments) => segments.includes('..') || segments.includes('.'), 'it has a . or .. between slashes'],
  [(key) => key.endsWith('/'), 'it ends with a slash, and a folder is not an object here'],
  [(_, segments) => segments.includes(''), 'it has two slashes in a row'],
  [(key) => sep !== '/' && key.includes(sep), `it has a ${sep}, which parts folders on this system`],
  [
    (_, segments) => segments.some((s) => Buffer.byteLength(s) > longestSegment),
    `it has a name over ${longestSegment} bytes`,
  ],
];

/**
 * Takes a key apart into the folders and the file that it is on disk.
 *
 * @throws AwsError for a key that S3 refuses too, and for one that can't be a plain file inside its bucket's folder
 */
export function keySegments(key: string): string[] {
  if (key === '') throw new AwsError('InvalidArgument', 'An object key must have at least one character.');
  if (Buffer.byteLength(key) > longestKey) throw new AwsError('KeyTooLongError', 'Your key is too long');
  const segments = key.split('/');
  const refusal = refusals.find(([refused]) => refused(key, segments));
  if (refusal) throw unfit(key, refusal[1]);
  return segments;
}

/** A key that S3 would take, and a folder of plain files can't. */
export function unfit(key: string, why: string): AwsError {
  return new AwsError(
    'InvalidArgument',
    `Key ${JSON.stringify(key)}: ${why}. Locally an object is a plain file at <bucket>/<key>; choose another key.`,
  );
}

/** Bucket names are folders beside the store's own, which start with a dot. */
export function requireBucketName(name: string): string {
  if (/^[A-Za-z0-9][\w.-]*$/.test(name)) return name;
  throw new Error(`bucket ${JSON.stringify(name)}: expected letters, digits, dots and hyphens, the first no dot.`);
}
