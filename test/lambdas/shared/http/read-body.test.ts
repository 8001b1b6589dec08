import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { batchSizes } from '../../../../lambdas/ingest/read-batch.js';
import { bodyMessage } from '../../../../lambdas/shared/http/body-fault.js';
import { looksLike } from '../../../../lambdas/shared/http/looks-like.js';
import type { RawBody } from '../../../../lambdas/shared/http/raw-body.js';
import { readBody } from '../../../../lambdas/shared/http/read-body.js';
import { aCodedBody, aPlainBody } from '../../../factories/batches.js';

const text = '{"events":[{"mid":"नमस्ते 😀"}]}';
const bytes = Buffer.from(text);

const read = (raw: RawBody) => readBody(raw, batchSizes);
const message = (raw: RawBody) => {
  const body = read(raw);
  return 'fault' in body ? bodyMessage(body.fault) : `none in ${body.text}`;
};

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
    ['text that a gateway inflated already', { ...aPlainBody(text), contentEncoding: 'gzip', sentBytes: 20 }],
    ['plain text with a byte order mark', aPlainBody(`\ufeff${text}`)],
    ['bytes with a byte order mark', aCodedBody(Buffer.from(`\ufeff${text}`))],
    ['gzip with a byte order mark inside', aCodedBody(gzipSync(`\ufeff${text}`), 'gzip')],
    [
      'bytes in UTF-8 that are said to be in Latin-1',
      { ...aCodedBody(bytes), contentType: 'text/plain; charset=latin1' },
    ],
  ])('reads the text of %s', (_, raw) => {
    expect(read(raw)).toEqual({ text });
  });

  it('reads the same text however it was compressed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(deflateSync, deflateRawSync), (plain, deflate) => {
        expect(read(aCodedBody(deflate(`"x${plain}`), 'deflate'))).toEqual({ text: `"x${plain}` });
      }),
    );
  });

  it('reads no body as an empty text', () => {
    expect(read(aPlainBody(undefined))).toEqual({ text: '' });
  });

  it.each([
    ['a character that was never finished', [0x22, 0xc3, 0x28, 0x22], 2],
    ['Latin-1', [...Buffer.from('{"name":"José"}', 'latin1')], 13],
    ['half of a surrogate pair', [0x22, 0xed, 0xa0, 0xbd, 0x22], 2],
    ['a text that breaks off within a character', [0x22, 0xf0, 0x9f, 0x98], 2],
    ['bytes after text that takes two, three and four', [...Buffer.from('é€😀'), 0xff], 10],
  ])('refuses %s, says at which byte, and does not guess', (_, data, at) => {
    const expected = `body: expected JSON in UTF-8 (RFC 8259), found bytes that are not UTF-8, the first of them at byte ${at}`;

    expect(message(aCodedBody(Buffer.from(data)))).toBe(expected);
    expect(message(aCodedBody(gzipSync(Buffer.from(data)), 'gzip'))).toBe(expected);
  });

  it('finds the first byte that is not UTF-8 in any bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uint8Array(), (good, after) => {
        const data = Buffer.concat([Buffer.from(`xx${good}`), Buffer.from([0xff]), after]);

        expect(message(aCodedBody(data))).toContain(`at byte ${Buffer.byteLength(good) + 3}`);
      }),
    );
  });

  it.each([
    ['gzip', gzipSync(bytes), 'gzip data. Send it with content-encoding: gzip.'],
    ['deflate', deflateSync(bytes), 'zlib data. Send it with content-encoding: deflate.'],
    ['a ZIP file', Buffer.from('PK\x03\x04 and so on'), 'a ZIP file. Send it with gzip or deflate in place of it.'],
    [
      'Zstandard',
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]),
      'Zstandard data. Send it with gzip or deflate in place of it.',
    ],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le'), 'UTF-16'],
    ['UTF-16 from the other end', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'UTF-16'],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le'), 'UTF-16'],
  ])('tells %s without a header for what it is', (_, data, found) => {
    expect(message(aCodedBody(data))).toBe(`body: expected JSON in UTF-8 (RFC 8259), found ${found}`);
  });

  it('tells gzip for what it is where a gateway has taken it for text', () => {
    expect(message(aPlainBody(gzipSync(bytes).toString('utf8')))).toContain('found gzip data. Send it with');
  });

  it('tells what was compressed twice', () => {
    expect(message(aCodedBody(gzipSync(gzipSync(bytes)), 'gzip'))).toBe(
      'body: expected JSON in UTF-8 (RFC 8259), found gzip data after the gzip was taken off. It was compressed twice: compress it once.',
    );
  });

  it.each([
    ['a gateway', { sentBytes: 12 }, true],
    ['nobody: it was sent so', { sentBytes: 14 }, false],
    ['nobody knows, as nothing is said of its length', {}, false],
  ])('refuses text in which U+FFFD was put by %s: %#', (_, said, isRefused) => {
    const found = message({ ...aPlainBody('{"n":"Jos\ufffd"}'), ...said });

    expect(found.includes('found bytes that are not UTF-8')).toBe(isRefused);
  });

  it('names the charset that the content type says where the bytes are not UTF-8', () => {
    const raw = { ...aCodedBody(Buffer.from([0xe9])), contentType: 'text/plain; charset=ISO-8859-1' };

    expect(message(raw)).toMatch(/at byte 1; the content type says ISO-8859-1$/);
  });

  it.each([
    ['text', 'gzip', bytes, 'JSON that is not compressed'],
    ['nothing', 'gzip', Buffer.alloc(0), 'nothing'],
    ['gzip that was cut short', 'gzip', gzipSync(bytes).subarray(0, -9), 'unexpected end of file'],
    [
      'gzip with a broken checksum',
      'gzip',
      Buffer.concat([gzipSync(bytes).subarray(0, -8), Buffer.alloc(8)]),
      'incorrect data check',
    ],
    ['deflate', 'gzip', deflateSync(bytes), 'zlib data'],
    ['gzip', 'deflate', gzipSync(bytes), 'gzip data'],
    ['zlib data that was cut short', 'deflate', deflateSync(bytes).subarray(0, -6), expect.any(String)],
  ])('refuses %s in the name of %s', (_, encoding, data, found) => {
    const body = read(aCodedBody(data, encoding));

    expect(body).toEqual({
      fault: { kind: 'json', place: 'body', expected: `${encoding} data as content-encoding says`, found },
    });
  });

  it.each(['br', 'zstd', 'compress', 'gzip, gzip', '__proto__', 'constructor', 'toString'])(
    'refuses the content encoding %s, and names those that it takes',
    (encoding) => {
      expect(message(aCodedBody(bytes, encoding))).toBe(
        `content-encoding: expected one of identity, gzip, x-gzip, deflate, found ${encoding.toLowerCase()}`,
      );
    },
  );

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
  ])('refuses a bomb of %s before it has inflated', (encoding, compress) => {
    const bomb = compress(Buffer.alloc(batchSizes.inflated + 1, ' '));

    expect(message(aCodedBody(bomb, encoding))).toBe(
      `body: expected at most ${batchSizes.inflated} bytes, found more after inflating. Send fewer events a batch.`,
    );
  });

  it.each([
    ['text', batchSizes.text, (size: number) => aPlainBody('x'.repeat(size))],
    ['coded bytes', batchSizes.coded, (size: number) => aCodedBody(Buffer.alloc(size, 'x'))],
  ])('takes %s of %d bytes, and not one more', (_, limit, make) => {
    const largest = read(make(limit));
    const larger = read(make(limit + 1));

    expect('text' in largest && largest.text.length).toBe(limit);
    expect(larger).toMatchObject({ fault: { kind: 'size', found: `${limit + 1} bytes` } });
  });

  it('measures text in bytes', () => {
    const long = 'न'.repeat(Math.ceil((batchSizes.text + 1) / 3));

    expect(read(aPlainBody(long))).toMatchObject({ fault: { kind: 'size' } });
  });

  it('takes no JSON for something else', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), fc.constantFrom('', ' ', '\n', '\t\r\n'), (json, before) => {
        expect(looksLike(Buffer.from(`${before}${json}`))).toBeUndefined();
      }),
    );
  });
});
