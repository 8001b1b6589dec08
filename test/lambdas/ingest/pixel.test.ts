import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { accepted, refused, unavailable } from '../../../lambdas/ingest/answers.js';
import { pixelAnswer, pixelBody } from '../../../lambdas/ingest/pixel.js';
import { readBatch } from '../../../lambdas/ingest/read-batch.js';
import { refuse } from '../../../lambdas/ingest/refusal.js';
import { arrival } from '../../factories/frames.js';

const batch = '{"events":[{"eid":"LOG","note":"ÿþ~ à?"}]}';

const query = (data: string) => `v=1&data=${encodeURIComponent(data)}`;
const read = (rawQueryString: string) => readBatch(pixelBody(rawQueryString));

describe('pixelBody', () => {
  const coded = Buffer.from(batch).toString('base64');

  it.each([
    ['JSON', query(batch)],
    ['JSON with a byte order mark and blanks before it', query(`\ufeff ${batch}`)],
    ['JSON in which a percent sign stands by itself', 'data={"events":[],"rate":"5%"}'],
    ['base64', query(coded)],
    ['base64 in lines', query(coded.replace(/.{20}/g, '$&\r\n'))],
    ['base64 with a byte order mark inside', query(Buffer.from(`\ufeff${batch}`).toString('base64'))],
    ['base64 whose plus signs became spaces', `data=${coded}`],
    ['base64url', `data=${Buffer.from(batch).toString('base64url')}`],
  ])('reads a batch in %s', (_, rawQueryString) => {
    expect(read(rawQueryString)).toMatchObject({ events: expect.any(Array) });
  });

  it('reads each character as it was sent', () => {
    expect(read(query(batch))).toMatchObject({ events: [{ eid: 'LOG', note: 'ÿþ~ à?' }] });
    expect(read(`data=${Buffer.from(batch).toString('base64url')}`)).toEqual(read(query(batch)));
  });

  it.each([
    ['nothing', '', 'data: expected JSON, found nothing'],
    ['an empty parameter', 'data=', 'data: expected JSON, found nothing'],
    ['a list', query('[]'), 'data: expected an object with events, found array'],
    ['a text', query('"e30="'), 'data: expected an object with events, found string'],
    ['a number', query('-7'), 'data: expected an object with events, found number'],
    ['a number that could be base64', query('1234'), 'data: expected an object with events, found number'],
    ['a word that could be base64', query('null'), 'data: expected an object with events, found null'],
    ['a list in base64', query('W10='), 'data: expected an object with events, found array'],
    [
      'JSON that is not UTF-8',
      'data={"events":[],"n":"Jos%E9"}',
      'data: expected JSON in UTF-8 (RFC 8259), found bytes that are not UTF-8, the first of them at byte 22',
    ],
    [
      'base64 of what is not UTF-8',
      query(Buffer.from('{"n":"José"}', 'latin1').toString('base64')),
      'data: expected JSON in UTF-8 (RFC 8259), found bytes that are not UTF-8, the first of them at byte 10',
    ],
    ['gzip', query(gzipSync(batch).toString('base64')), 'data: expected JSON in UTF-8 (RFC 8259), found gzip data'],
    [
      'neither JSON nor base64',
      query('<events>'),
      /^data: expected JSON, found a text that is none: Unexpected token.* \(line 1 column 1\)$/,
    ],
  ])('refuses %s, and says what it is', (_, rawQueryString, message) => {
    const expected = typeof message === 'string' ? message : expect.stringMatching(message);
    expect(read(rawQueryString)).toMatchObject({ status: 400, message: expected });
  });

  it('has an answer for any query, and never throws', () => {
    const anyQuery = fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.json().map(encodeURIComponent));
    fc.assert(
      fc.property(anyQuery, (value) => {
        const batch = read(`data=${value}`);
        expect('events' in batch || batch.status === 400).toBe(true);
      }),
    );
  });
});

describe('pixelAnswer', () => {
  it('is a GIF of one pixel that no cache keeps', () => {
    const { statusCode, headers, body, isBase64Encoded } = pixelAnswer(
      accepted(arrival, undefined, { received: 1, accepted: 1, failed: 0, failures: [] }),
    );

    const gif = Buffer.from(body, 'base64');
    expect([statusCode, isBase64Encoded]).toEqual([200, true]);
    expect(headers).toEqual({ 'content-type': 'image/gif', 'cache-control': 'no-store' });
    expect(gif.subarray(0, 6).toString()).toBe('GIF89a');
    expect([gif.readUInt16LE(6), gif.readUInt16LE(8)]).toEqual([1, 1]);
  });

  it.each([
    ['refused', refused(arrival, refuse('json', 'body: expected JSON, found nothing'))],
    ['not taken', unavailable(arrival, undefined)],
  ])('is no picture when the batch was %s', (_, answer) => {
    expect(pixelAnswer(answer)).toBe(answer);
  });
});
