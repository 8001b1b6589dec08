import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { decodeFrame, encodeFrame, type Frame } from '../../../../lambdas/shared/frames/frame.js';
import { anEvent } from '../../../factories/events.js';
import { aFrame, aHeader } from '../../../factories/frames.js';
import { anyJson, anyText, noise } from '../../../factories/texts.js';

/** Frames of any events, as ingest makes them: one JSON text a line. */
const anyFrame: fc.Arbitrary<Frame> = fc
  .record({
    userAgent: anyText,
    events: fc.array(fc.record({ mid: anyText, fingerprint: anyText, event: fc.oneof(anyJson, anyText) }), {
      minLength: 1,
    }),
  })
  .map(({ userAgent, events }) => ({
    header: aHeader({ userAgent }),
    entries: events.map(({ mid, fingerprint }) => [mid, fingerprint] as const),
    lines: events.map(({ event }) => JSON.stringify(event)),
  }));

/** gzip of lines below a header that is right but for the overrides. */
function aForgery(overrides: object, lines = ['{}']): Buffer {
  const header = { v: 1, ...aHeader(), events: [['LOG:1', 'fingerprint-1']], ...overrides };
  return gzipSync(`${JSON.stringify(header)}\n${lines.join('\n')}\n`);
}

describe('a frame', () => {
  it('reads back as it was written, whatever text its events carry', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        expect(decodeFrame(encodeFrame(frame))).toEqual(frame);
      }),
    );
  });

  it('keeps the notes on an entry', () => {
    const frame = aFrame([anEvent()], { entries: [['LOG:1', 'fingerprint-1', { mid_collision: true }]] });

    const read = decodeFrame(encodeFrame(frame));

    expect(read).toMatchObject({ entries: [['LOG:1', 'fingerprint-1', { mid_collision: true }]] });
  });

  it('appended to others makes one gzip file of whole JSON lines', () => {
    fc.assert(
      fc.property(fc.array(anyFrame, { minLength: 1, maxLength: 5 }), (frames) => {
        const lines = gunzipSync(Buffer.concat(frames.map(encodeFrame)))
          .toString('utf8')
          .split('\n');

        expect(lines.pop()).toBe('');
        expect(lines).toEqual(frames.flatMap((frame) => [expect.stringContaining('"v":1'), ...frame.lines]));
        for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
      }),
    );
  });

  it.each([
    ['nothing at all', Buffer.alloc(0)],
    ['bytes that are not gzip', Buffer.from('{"v":1}')],
    ['gzip that was cut short', encodeFrame(aFrame()).subarray(0, -12)],
    ['gzip of something else than NDJSON', gzipSync('hello\n')],
    ['gzip of nothing', gzipSync('')],
    ['a header that is null', gzipSync('null\n{}\n')],
    ['another version', aForgery({ v: 2 })],
    ['no version', aForgery({ v: undefined })],
    ['fewer lines than entries', aForgery({ events: [1, 2].map((id) => [`LOG:${id}`, 'fingerprint']) })],
    ['more lines than entries', aForgery({}, ['{}', '{}'])],
    ['entries that are no list', aForgery({ events: 1 })],
    ['no entries', aForgery({ events: undefined })],
    ['an entry that is null', aForgery({ events: [null] })],
    ['an entry without a fingerprint', aForgery({ events: [['LOG:1']] })],
    ['a mid that is no text', aForgery({ events: [[1, 'fingerprint-1']] })],
    ['a header without the time of arrival', aForgery({ syncts: undefined })],
  ])('is not seen in %s, which is a fault and no exception', (_, data) => {
    const read = decodeFrame(data);

    expect(read).toEqual({
      reason: 'malformed-frame',
      pointer: expect.any(String),
      expected: expect.stringMatching(/./),
      found: expect.any(String),
    });
  });

  it('is not seen in a gzip bomb, which is not inflated to its end', () => {
    const bomb = aForgery({}, [`"${' '.repeat(64 * 1024 * 1024)}"`]);

    const read = decodeFrame(bomb);

    expect('reason' in read && read.reason).toBe('malformed-frame');
  });

  it('is not seen in any bytes that come along', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.boolean(), (bytes, zipped) => {
        expect(decodeFrame(zipped ? gzipSync(bytes) : bytes)).toMatchObject({ reason: 'malformed-frame' });
      }),
    );
  });

  it('tells the version that it found', () => {
    expect(decodeFrame(aForgery({ v: 2 }))).toEqual({
      reason: 'malformed-frame',
      pointer: '/v',
      expected: '1',
      found: '2',
    });
  });

  it.each([
    [undefined, 'array', 'nothing'],
    [{ length: 1 }, 'array', 'object'],
    [
      [
        ['LOG:1', 'f'],
        ['LOG:2', 'f'],
      ],
      'one entry a line',
      '2 entries and 1 lines',
    ],
  ])('tells in a person’s words of %j in the place of its entries', (events, expected, found) => {
    expect(decodeFrame(aForgery({ events }))).toMatchObject({ pointer: '/events', expected, found });
  });

  it('carries text that does not compress', () => {
    const frame = aFrame([anEvent({ edata: { message: noise(100_000) } })]);

    expect(decodeFrame(frame.data)).toEqual({ header: frame.header, entries: frame.entries, lines: frame.lines });
  });
});
