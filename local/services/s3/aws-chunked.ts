import { Transform, type TransformCallback } from 'node:stream';
import { AwsError } from '../../calls/aws-error.js';

/** A size or trailer line is short; one without an end is no aws-chunked body. */
const longestLine = 1024;
const crlf = Buffer.from('\r\n');

type State = 'size' | 'data' | 'data end' | 'trailer' | 'done';

/**
 * Takes the `aws-chunked` framing off a body, signed or not, trailer or not:
 * `<hex size>[;chunk-signature=…] CRLF <data> CRLF … 0 CRLF [<name>:<value> CRLF …] CRLF`.
 * Chunk signatures are passed over: the gate knows a caller by its key alone.
 *
 * See "Signature calculations for the authorization header: transferring a payload in multiple chunks".
 */
export class AwsChunkedDecoder extends Transform {
  /** What came behind the data, by its name in lower case; complete when the stream has ended. */
  readonly trailers = new Map<string, string>();
  private state: State = 'size';
  /** Bytes of the current chunk that are still to come. */
  private left = 0;
  private line = Buffer.alloc(0);

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      let rest = chunk;
      while (rest.length > 0) rest = this.state === 'data' ? this.takeData(rest) : this.takeLine(rest);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    const cutOff = new AwsError('IncompleteBody', 'The aws-chunked body ended before its last chunk.');
    done(this.state === 'done' ? null : cutOff);
  }

  private takeData(bytes: Buffer): Buffer {
    const data = bytes.subarray(0, this.left);
    this.left -= data.length;
    if (this.left === 0) this.state = 'data end';
    this.push(data);
    return bytes.subarray(data.length);
  }

  /** Collects until a line has its end, which may be cut in two. */
  private takeLine(bytes: Buffer): Buffer {
    const known = this.line.length;
    this.line = Buffer.concat([this.line, bytes.subarray(0, longestLine)]);
    const end = this.line.indexOf(crlf, Math.max(0, known - 1));
    if (end < 0) {
      if (this.line.length > longestLine) throw malformed('a line has no end');
      return bytes.subarray(this.line.length - known);
    }
    const text = this.line.toString('latin1', 0, end);
    this.line = Buffer.alloc(0);
    this.state = this.readLine(text);
    return bytes.subarray(end + crlf.length - known);
  }

  private readLine(text: string): State {
    if (this.state === 'size') return this.readSize(text);
    if (this.state === 'trailer') return this.readTrailer(text);
    if (this.state === 'data end' && text === '') return 'size';
    throw malformed(this.state === 'done' ? 'it goes on behind its end' : 'a chunk is longer than its size');
  }

  private readSize(text: string): State {
    const size = /^([0-9a-f]{1,12})(;|$)/i.exec(text)?.[1];
    if (size === undefined) throw malformed(`expected the size of a chunk, found ${JSON.stringify(text.slice(0, 40))}`);
    this.left = Number.parseInt(size, 16);
    return this.left === 0 ? 'trailer' : 'data';
  }

  private readTrailer(text: string): State {
    if (text === '') return 'done';
    const colon = text.indexOf(':');
    if (colon < 1) throw malformed(`expected a trailer, found ${JSON.stringify(text.slice(0, 40))}`);
    this.trailers.set(text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim());
    return 'trailer';
  }
}

function malformed(why: string): AwsError {
  return new AwsError('InvalidRequest', `The aws-chunked body is malformed: ${why}.`);
}
