import { isUtf8 } from 'node:buffer';
import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { type Refused, refuse } from './refusal.js';

/** Bytes of a body that arrives as text. Upstream's limit. */
export const maxPlainBytes = 5 * 1024 * 1024;
/** Bytes of a body that arrives base64-coded: "Lambda limits: 6 MB an invocation", less base64 and envelope. */
export const maxCodedBytes = 4 * 1024 * 1024;
/** Bytes that a compressed body may inflate to. */
export const maxInflatedBytes = 16 * 1024 * 1024;

/** The part of an API Gateway request (payload 2.0) that carries the body. */
export interface RawBody {
  readonly body?: string | undefined;
  readonly isBase64Encoded: boolean;
  readonly contentEncoding: string | undefined;
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
 * Text of a body, whatever way it came: base64-coded or not, gzip, deflate or plain; the content type is not looked at,
 * because beacons and old clients send JSON under any.
 *
 * @returns the text, or the refusal to answer with
 */
export function readBody({ body = '', isBase64Encoded, contentEncoding = 'identity' }: RawBody): string | Refused {
  const encoding = contentEncoding.trim().toLowerCase() || 'identity';
  const inflate = Object.hasOwn(decoders, encoding) ? decoders[encoding] : undefined;
  if (!inflate) {
    return refuse(
      'encoding',
      `content-encoding: expected one of ${Object.keys(decoders).join(', ')}, found ${encoding}`,
    );
  }
  const limit = isBase64Encoded ? maxCodedBytes : maxPlainBytes;
  const data = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (data.length > limit) return tooLarge(limit, `${data.length} bytes`);
  // Text is text already: API Gateway, or a proxy before it, has taken the compression off.
  return isBase64Encoded ? decode(data, inflate, encoding) : withoutMark(body);
}

function decode(data: Buffer, inflate: Inflate, encoding: string): string | Refused {
  try {
    const plain = inflate(data, { maxOutputLength: maxInflatedBytes });
    if (!isUtf8(plain))
      return refuse('json', 'body: expected JSON in UTF-8 (RFC 8259), found bytes that are not UTF-8');
    return withoutMark(plain.toString('utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      return tooLarge(maxInflatedBytes, 'more after inflating');
    }
    return refuse(
      'json',
      `body: expected ${encoding} data as content-encoding says, found: ${(error as Error).message}`,
    );
  }
}

function tooLarge(limit: number, found: string): Refused {
  return refuse('size', `body: expected at most ${limit} bytes, found ${found}. Send fewer events a batch.`);
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
