import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { BodyFault } from './body-fault.js';
import { firstBadByte } from './first-bad-byte.js';
import { looksLike } from './looks-like.js';
import type { RawBody } from './raw-body.js';

/** What a route takes at most, in bytes. */
export interface BodySizes {
  /** Of a body that comes as text. */
  readonly text: number;
  /** Of one that comes as bytes, as they were sent. */
  readonly coded: number;
  /** Of one that was compressed, once it is inflated. */
  readonly inflated: number;
  /** What to do about a larger one. */
  readonly mend?: string;
}

type Inflate = (data: Buffer, options: { maxOutputLength: number }) => Buffer;

/** RFC 9110: `deflate` is zlib's format, but some clients send the bare one. */
const inflateEither: Inflate = (data, options) => {
  const isZlib = data.length > 1 && ((data[0] ?? 0) & 15) === 8 && data.readUInt16BE(0) % 31 === 0;
  return isZlib ? inflateSync(data, options) : inflateRawSync(data, options);
};

const decoders: Readonly<Record<string, Inflate>> = {
  identity: (data) => data,
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateEither,
};

/**
 * Text of a body, whatever way it came: base64-coded or not, gzip, deflate or plain, with a byte order mark or without;
 * the content type is not looked at, because beacons and old clients send JSON under any. Bytes that are not UTF-8 are
 * a fault: what they were meant to be nobody can say.
 */
export function readBody(raw: RawBody, sizes: BodySizes): { readonly text: string } | { readonly fault: BodyFault } {
  const { body = '', isBase64Encoded, contentEncoding = 'identity', place = 'body' } = raw;
  const encoding = contentEncoding.trim().toLowerCase() || 'identity';
  const inflate = Object.hasOwn(decoders, encoding) ? decoders[encoding] : undefined;
  if (!inflate) {
    const expected = `one of ${Object.keys(decoders).join(', ')}`;
    return { fault: { kind: 'encoding', place: 'content-encoding', expected, found: encoding } };
  }
  const limit = isBase64Encoded ? sizes.coded : sizes.text;
  const data = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (data.length > limit) return tooLarge(place, limit, `${data.length} bytes`, sizes);
  // Text is text already: API Gateway, or a proxy before it, has taken the compression off.
  if (!isBase64Encoded) return readText(raw, data);
  try {
    const plain = inflate(data, { maxOutputLength: sizes.inflated });
    return readBytes(raw, plain, plain === data ? undefined : encoding);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(place, sizes.inflated, 'more after inflating', sizes);
    const found = data.length === 0 ? 'nothing' : (otherThan(encoding, data) ?? message);
    return { fault: { kind: 'json', place, expected: `${encoding} data as content-encoding says`, found } };
  }
}

/** @param inflatedBy the coding that was taken off */
function readBytes(raw: RawBody, plain: Buffer, inflatedBy?: string): ReturnType<typeof readBody> {
  const name = looksLike(plain);
  if (name !== undefined) return { fault: strange(raw, name, inflatedBy) };
  const at = firstBadByte(plain);
  if (at === undefined) return { text: withoutMark(plain.toString('utf8')) };
  return { fault: notUtf8(raw, `bytes that are not UTF-8, the first of them at byte ${at}`) };
}

function readText(raw: RawBody, data: Buffer): ReturnType<typeof readBody> {
  const { body = '', sentBytes, contentEncoding } = raw;
  const name = looksLike(data.subarray(0, 4));
  if (name !== undefined) return { fault: strange(raw, name) };
  // A gateway that decodes puts U+FFFD, of three bytes, where one or two were no UTF-8: the lengths tell.
  const isReplaced = sentBytes !== undefined && sentBytes !== data.length && contentEncoding === undefined;
  if (isReplaced && body.includes('\ufffd')) return { fault: notUtf8(raw, 'bytes that are not UTF-8') };
  return { text: withoutMark(body) };
}

function notUtf8({ place = 'body', contentType = '' }: RawBody, what: string): BodyFault {
  const charset = /charset="?([\w.:-]{1,40})/i.exec(contentType)?.[1];
  const said = charset === undefined || /^utf-?8$/i.test(charset) ? '' : `; the content type says ${charset}`;
  return { kind: 'json', place, expected: 'JSON in UTF-8 (RFC 8259)', found: `${what}${said}` };
}

function strange({ place = 'body' }: RawBody, name: string, inflatedBy?: string): BodyFault {
  const expected = 'JSON in UTF-8 (RFC 8259)';
  if (inflatedBy !== undefined && compressed.has(name)) {
    const mend = 'It was compressed twice: compress it once.';
    return { kind: 'json', place, expected, found: `${name} after the ${inflatedBy} was taken off`, mend };
  }
  const header = inflatedBy === undefined && place === 'body' ? compressed.get(name) : undefined;
  return { kind: 'json', place, expected, found: name, ...(header && { mend: `Send it ${header}.` }) };
}

/** How to send what is compressed. */
const compressed: ReadonlyMap<string, string> = new Map([
  ['gzip data', 'with content-encoding: gzip'],
  ['zlib data', 'with content-encoding: deflate'],
  ['Zstandard data', 'with gzip or deflate in place of it'],
  ['a ZIP file', 'with gzip or deflate in place of it'],
]);

/** What data is that is not of the encoding that it was said to be of. */
function otherThan(encoding: string, data: Buffer): string | undefined {
  if (/^\s*[[{"]/.test(data.toString('latin1', 0, 64))) return 'JSON that is not compressed';
  const name = looksLike(data);
  return encoding.endsWith('gzip') && name === 'gzip data' ? undefined : name;
}

function tooLarge(place: string, limit: number, found: string, { mend }: BodySizes): { readonly fault: BodyFault } {
  return { fault: { kind: 'size', place, expected: `at most ${limit} bytes`, found, mend } };
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
