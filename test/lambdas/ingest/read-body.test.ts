import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { maxCodedBytes, maxInflatedBytes, maxPlainBytes, readBody } from '../../../lambdas/ingest/read-body.js';
import { aCodedBody, aPlainBody } from '../../factories/batches.js';

const text = '{"events":[{"mid":"नमस्ते 😀"}]}';
const bytes = Buffer.from(text);

describe('readBody', () => {
  it.each([
    ['plain text', aPlainBody(text)],
    ['bytes', aCodedBody(bytes)],
    ['bytes said to be as they are', aCodedBody(bytes, 'identity')],
    ['bytes of an empty coding', aCodedBody(bytes, '')],
    ['gzip', aCodedBody(gzipSync(bytes), 'gzip')],
    ['gzip under its old name', aCodedBody(gzipSync(bytes), 'x-gzip')],
    ['gzip written in capitals', aCodedBody(gzipSync(bytes), ' GZIP ')],
    [
      'gzip in two members',
      aCodedBody(Buffer.concat([gzipSync(bytes.subarray(0, 9)), gzipSync(bytes.subarray(9))]), 'gzip'),
    ],
    ['deflate with its zlib header', aCodedBody(deflateSync(bytes), 'deflate')],
    ['deflate at another level', aCodedBody(deflateSync(bytes, { level: 9 }), 'deflate')],
    ['bare deflate', aCodedBody(deflateRawSync(bytes), 'deflate')],
    ['bare deflate, stored', aCodedBody(deflateRawSync(bytes, { level: 0 }), 'deflate')],
    ['text that a gateway inflated already', { ...aPlainBody(text), contentEncoding: 'gzip' }],
    ['plain text with a byte order mark', aPlainBody(`\ufeff${text}`)],
    ['bytes with a byte order mark', aCodedBody(Buffer.from(`\ufeff${text}`))],
    ['gzip with a byte order mark inside', aCodedBody(gzipSync(`\ufeff${text}`), 'gzip')],
  ])('reads the text of %s', (_, raw) => {
    expect(readBody(raw)).toBe(text);
  });

  it('reads the same text however it was compressed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(deflateSync, deflateRawSync), (plain, deflate) => {
        expect(readBody(aCodedBody(deflate(`"${plain}`), 'deflate'))).toBe(`"${plain}`);
      }),
    );
  });

  it('reads no body as an empty text', () => {
    expect(readBody(aPlainBody(undefined))).toBe('');
  });

  it.each([
    ['bytes', aCodedBody(Buffer.from([0x22, 0xc3, 0x28, 0x22]))],
    ['gzip', aCodedBody(gzipSync(Buffer.from([0xff, 0xfe, 0x22])), 'gzip')],
  ])('refuses %s that are not UTF-8, and does not guess', (_, raw) => {
    expect(readBody(raw)).toMatchObject({
      status: 400,
      err: 'MALFORMED_JSON',
      message: expect.stringContaining('UTF-8'),
    });
  });

  it.each([
    ['text', 'gzip', bytes],
    ['nothing', 'gzip', Buffer.alloc(0)],
    ['gzip that was cut short', 'gzip', gzipSync(bytes).subarray(0, -9)],
    ['gzip with a broken checksum', 'gzip', Buffer.concat([gzipSync(bytes).subarray(0, -8), Buffer.alloc(8)])],
    ['gzip', 'deflate', gzipSync(bytes)],
    ['zlib data that was cut short', 'deflate', deflateSync(bytes).subarray(0, -6)],
  ])('refuses %s in the name of %s', (_, encoding, data) => {
    expect(readBody(aCodedBody(data, encoding))).toMatchObject({
      status: 400,
      err: 'MALFORMED_JSON',
      message: expect.stringContaining(`body: expected ${encoding} data as content-encoding says, found: `),
    });
  });

  it.each(['br', 'zstd', 'compress', 'gzip, gzip', '__proto__', 'constructor', 'toString'])(
    'refuses the content encoding %s, and names those that it takes',
    (encoding) => {
      expect(readBody(aCodedBody(bytes, encoding))).toEqual({
        status: 415,
        err: 'UNSUPPORTED_ENCODING',
        message: `content-encoding: expected one of identity, gzip, x-gzip, deflate, found ${encoding.toLowerCase()}`,
      });
    },
  );

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
  ])('refuses a bomb of %s before it has inflated', (encoding, compress) => {
    const bomb = compress(Buffer.alloc(maxInflatedBytes + 1, ' '));

    expect(readBody(aCodedBody(bomb, encoding))).toEqual({
      status: 413,
      err: 'TOO_LARGE',
      message: `body: expected at most ${maxInflatedBytes} bytes, found more after inflating. Send fewer events a batch.`,
    });
  });

  it.each([
    ['text', maxPlainBytes, (size: number) => aPlainBody('x'.repeat(size))],
    ['coded bytes', maxCodedBytes, (size: number) => aCodedBody(Buffer.alloc(size, 'x'))],
  ])('takes %s of %d bytes, and not one more', (_, limit, make) => {
    const largest = readBody(make(limit));
    const larger = readBody(make(limit + 1));

    expect(largest).toHaveLength(limit);
    expect(larger).toMatchObject({ status: 413, message: expect.stringContaining(`found ${limit + 1} bytes`) });
  });

  it('measures text in bytes', () => {
    const text = 'न'.repeat(Math.ceil((maxPlainBytes + 1) / 3));

    expect(readBody(aPlainBody(text))).toMatchObject({ status: 413 });
  });
});
