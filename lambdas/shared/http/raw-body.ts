/** What carries the body of an HTTP API's request, payload 2.0: header names are lower-case. */
interface BodyEvent {
  readonly body?: string;
  readonly isBase64Encoded: boolean;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** A body as it came. */
export interface RawBody {
  /** Text, or bytes in base64. */
  readonly body?: string | undefined;
  readonly isBase64Encoded: boolean;
  readonly contentEncoding: string | undefined;
  readonly contentType?: string | undefined;
  /** The header `content-length`: bytes that the client sent. */
  readonly sentBytes?: number | undefined;
  /** Where it stands, for messages; `body` unless it is said. */
  readonly place?: string;
}

/** Bytes of a body as it came, compressed if it was. */
export function bytesOf({ body = '', isBase64Encoded }: RawBody): number {
  return Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8');
}

/** The body of a request. API Gateway hands text over as it is, and what it doesn't take for text in base64. */
export function rawBodyOf({ body, isBase64Encoded, headers }: BodyEvent): RawBody {
  const length = headers['content-length'] ?? '';
  return {
    body,
    isBase64Encoded,
    contentEncoding: headers['content-encoding'],
    contentType: headers['content-type'],
    sentBytes: /^\d+$/.test(length) ? Number(length) : undefined,
  };
}
