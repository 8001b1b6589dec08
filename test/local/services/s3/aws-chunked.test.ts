import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { AwsChunkedDecoder } from '../../../../local/services/s3/aws-chunked.js';

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
const chunks = fc.array(bytes.filter(({ length }) => length > 0));
const trailers = fc.dictionary(fc.stringMatching(/^x-[a-z]{1,8}$/), fc.stringMatching(/^[A-Za-z0-9+/=]{1,20}$/));

describe('AwsChunkedDecoder', () => {
  it('gives back the data and the trailers, wherever the network cuts the framing', async () => {
    const cuts = fc.array(fc.nat({ max: 5000 }));

    const property = fc.asyncProperty(chunks, trailers, fc.boolean(), cuts, async (data, trailer, isSigned, at) => {
      const decoder = new AwsChunkedDecoder();
      const wire = Readable.from(cut(frame(data, trailer, isSigned), at), { objectMode: false });

      expect(await buffer(wire.pipe(decoder))).toEqual(Buffer.concat(data));
      expect(Object.fromEntries(decoder.trailers)).toEqual({ ...trailer });
    });

    await fc.assert(property);
  });

  it('never takes a body that was cut off for a whole one', async () => {
    const property = fc.asyncProperty(
      chunks,
      trailers,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (data, trailer, share) => {
        const whole = frame(data, trailer, false);
        const part = whole.subarray(0, Math.floor(whole.length * share));

        return expect(decode(part)).rejects.toMatchObject({ code: 'IncompleteBody' });
      },
    );

    await fc.assert(property);
  });

  it.each([
    ['a size that is no number', 'zz\r\nhello\r\n0\r\n\r\n'],
    ['a chunk longer than its size', '4\r\nhello\r\n0\r\n\r\n'],
    ['a size line without an end', 'a'.repeat(2000)],
    ['a trailer without a value', '0\r\nnothing\r\n\r\n'],
    ['bytes behind the end', '0\r\n\r\nmore\r\n'],
  ])('refuses %s', async (_, wire) => {
    await expect(decode(Buffer.from(wire))).rejects.toMatchObject({ code: 'InvalidRequest' });
  });
});

function decode(wire: Buffer): Promise<Buffer> {
  return buffer(Readable.from([wire], { objectMode: false }).pipe(new AwsChunkedDecoder()));
}

/** As SDKs send it. */
function frame(data: readonly Buffer[], trailers: Record<string, string>, isSigned: boolean): Buffer {
  const signature = isSigned ? `;chunk-signature=${'0'.repeat(64)}` : '';
  const parts = data.flatMap((chunk) => [`${chunk.length.toString(16)}${signature}\r\n`, chunk, '\r\n']);
  const lines = Object.entries(trailers).map(([name, value]) => `${name}:${value}\r\n`);
  return Buffer.concat([...parts, `0${signature}\r\n`, ...lines, '\r\n'].map((part) => Buffer.from(part)));
}

function cut(whole: Buffer, at: readonly number[]): Buffer[] {
  const places = [...new Set(at)].filter((place) => place > 0 && place < whole.length).sort((a, b) => a - b);
  return [0, ...places].map((place, index) => whole.subarray(place, places[index]));
}
