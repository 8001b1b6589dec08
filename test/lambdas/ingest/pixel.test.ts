import { accepted, refused, unavailable } from '../../../lambdas/ingest/answers.js';
import { pixelAnswer, pixelBody } from '../../../lambdas/ingest/pixel.js';
import { readBody } from '../../../lambdas/ingest/read-body.js';
import { refuse } from '../../../lambdas/ingest/refusal.js';
import { arrival } from '../../factories/frames.js';

const batch = '{"events":[{"eid":"LOG","note":"ÿþ~ à?"}]}';

describe('pixelBody', () => {
  it.each([
    ['JSON', batch],
    ['base64', Buffer.from(batch).toString('base64')],
    ['base64 whose plus signs became spaces', Buffer.from(batch).toString('base64').replaceAll('+', ' ')],
    ['base64url', Buffer.from(batch).toString('base64url')],
  ])('reads a batch in %s', (_, data) => {
    expect(readBody(pixelBody(data))).toBe(batch);
  });

  it('reads nothing where there is nothing', () => {
    expect(readBody(pixelBody(undefined))).toBe('');
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
