import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';
import { AwsError } from '../../calls/aws-error.js';

interface Hasher {
  update(bytes: Buffer): void;
  /** In base64. */
  digest(): string;
}

/** One promise of an upload about its bytes. */
export interface Check {
  /** The header or trailer that makes it, such as `x-amz-checksum-crc32`. */
  readonly name: string;
  readonly hasher: Hasher;
  /** Base64; undefined for one that comes in the trailer. */
  readonly expected: string | undefined;
}

export const checksumPrefix = 'x-amz-checksum-';

const hashers: Readonly<Record<string, () => Hasher>> = {
  crc32: newCrc32,
  sha1: () => newHash('sha1'),
  sha256: () => newHash('sha256'),
};

/** Headers that share the checksums' prefix and hold none. */
const settings = new Set(['x-amz-checksum-algorithm', 'x-amz-checksum-mode', 'x-amz-checksum-type']);

/**
 * Finds everything that an upload promises about its bytes.
 *
 * @throws AwsError `NotImplemented` for a checksum that can't be verified here: to store it unverified would be a lie
 */
export function readChecks(headers: IncomingHttpHeaders): Check[] {
  const inHeaders = Object.keys(headers)
    .filter((name) => name.startsWith(checksumPrefix) && !settings.has(name))
    .map((name) => ({ name, hasher: hasherOf(name), expected: String(headers[name]) }));
  const inTrailer = listOf(headers['x-amz-trailer'])
    .map((name) => name.toLowerCase())
    .map((name) => ({ name, hasher: hasherOf(name), expected: undefined }));
  return [...inHeaders, ...inTrailer, ...readMd5(headers), ...readSha256(headers)];
}

/** The parts of a header that is a list. */
export function listOf(header: string | string[] | undefined): string[] {
  return String(header ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function readMd5(headers: IncomingHttpHeaders): Check[] {
  const expected = headers['content-md5'];
  return expected === undefined ? [] : [{ name: 'content-md5', hasher: newHash('md5'), expected: String(expected) }];
}

/** `UNSIGNED-PAYLOAD` and `STREAMING-…` stand in the same header, and promise nothing. */
function readSha256(headers: IncomingHttpHeaders): Check[] {
  const name = 'x-amz-content-sha256';
  const hex = String(headers[name]);
  if (!/^[0-9a-f]{64}$/i.test(hex)) return [];
  return [{ name, hasher: newHash('sha256'), expected: Buffer.from(hex, 'hex').toString('base64') }];
}

function hasherOf(name: string): Hasher {
  const algorithm = name.startsWith(checksumPrefix) ? name.slice(checksumPrefix.length) : '';
  const make = Object.hasOwn(hashers, algorithm) ? hashers[algorithm] : undefined;
  if (make) return make();
  throw new AwsError(
    'NotImplemented',
    `${name} can't be verified by the local runner, which knows ${Object.keys(hashers).join(', ')}. Add it in local/services/s3/checksums.ts.`,
    501,
  );
}

function newHash(algorithm: string): Hasher {
  const hash = createHash(algorithm);
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('base64') };
}

function newCrc32(): Hasher {
  let value = 0;
  return {
    update(bytes) {
      value = crc32(bytes, value);
    },
    digest() {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes.toString('base64');
    },
  };
}
