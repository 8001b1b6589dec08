import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { finished, PassThrough, pipeline, type Readable, Transform, type TransformCallback } from 'node:stream';
import { AwsError } from '../../calls/aws-error.js';
import { AwsChunkedDecoder } from './aws-chunked.js';
import { type Check, checksumPrefix, listOf, readChecks } from './checksums.js';

/** The body of an upload, its framing taken off. It fails, rather than end, when it isn't what the headers promise. */
export interface ReceivedBody {
  readonly body: Readable;
  readonly length: number;
  /** The checksums that were verified; complete when the body has ended. */
  readonly checksums: () => Readonly<Record<string, string>>;
}

/**
 * Opens the body of a request.
 *
 * @throws AwsError for a body of unknown length, as S3 does, or with a checksum that can't be verified here
 */
export function receiveBody(incoming: IncomingMessage, headers: IncomingHttpHeaders): ReceivedBody {
  const decoder = isChunked(headers) ? new AwsChunkedDecoder() : undefined;
  const length = declaredLength(headers[decoder ? 'x-amz-decoded-content-length' : 'content-length']);
  const verifier = new Verifier(readChecks(headers), length, decoder?.trailers ?? new Map());
  // Not the request itself: a pipeline that fails destroys its parts, and the request's socket has the answer to carry.
  const bytes = new PassThrough();
  finished(incoming, { writable: false }, (error) => void (error && bytes.destroy(error)));
  incoming.pipe(bytes);
  // Whoever reads the verifier learns of errors; when nobody does any more, an error must not end the process.
  verifier.on('error', () => undefined);
  if (decoder) pipeline(bytes, decoder, verifier, () => undefined);
  else pipeline(bytes, verifier, () => undefined);
  return { body: verifier, length, checksums: () => verifier.verified };
}

/** Passes bytes on, and ends only when all the promises about them are kept. */
class Verifier extends Transform {
  readonly verified: Record<string, string> = {};
  private received = 0;

  constructor(
    private readonly checks: readonly Check[],
    private readonly length: number,
    private readonly trailers: ReadonlyMap<string, string>,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.received += chunk.length;
    for (const { hasher } of this.checks) hasher.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    try {
      if (this.received !== this.length) throw incomplete(this.length, this.received);
      for (const check of this.checks) this.verify(check);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  private verify({ name, hasher, expected = this.trailers.get(name) }: Check): void {
    if (expected === undefined) {
      throw new AwsError('MalformedTrailerError', `The request announced the trailer ${name}, which did not come.`);
    }
    const found = hasher.digest();
    if (found !== expected) {
      throw new AwsError(
        'BadDigest',
        `The ${name} you specified, ${expected}, did not match what we received: ${found}.`,
      );
    }
    if (name.startsWith(checksumPrefix)) this.verified[name] = found;
  }
}

function isChunked(headers: IncomingHttpHeaders): boolean {
  const framed = listOf(headers['content-encoding']).includes('aws-chunked');
  return framed || String(headers['x-amz-content-sha256']).startsWith('STREAMING-');
}

function declaredLength(header: string | string[] | undefined): number {
  if (/^\d+$/.test(String(header))) return Number(header);
  throw new AwsError('MissingContentLength', 'You must provide the Content-Length HTTP header.', 411);
}

function incomplete(expected: number, received: number): AwsError {
  return new AwsError(
    'IncompleteBody',
    `You did not provide the number of bytes specified by the Content-Length HTTP header: expected ${expected}, received ${received}.`,
  );
}
