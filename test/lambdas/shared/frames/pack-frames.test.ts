import fc from 'fast-check';
import {
  decodeFrame,
  type Frame,
  type FramedEvent,
  framedEvent,
  maxFrameBytes,
  maxFrameEvents,
  type PackedFrame,
  packFrames,
} from '../../../../lambdas/shared/frames/frame.js';
import { maxEventBytes } from '../../../../lambdas/shared/telemetry/check-shape.js';
import { anEvent, framed, someEvents } from '../../../factories/events.js';
import { aHeader } from '../../../factories/frames.js';
import { noise } from '../../../factories/texts.js';

function unpack(frames: readonly PackedFrame[]): FramedEvent[] {
  return frames.flatMap(({ data }) => {
    const { entries, lines } = decodeFrame(data) as Frame;
    return lines.map((text, index) => ({
      mid: entries[index]?.[0] ?? '',
      fingerprint: entries[index]?.[1] ?? '',
      text,
    }));
  });
}

const anyEvents = fc
  .array(fc.record({ repeat: fc.integer({ min: 1, max: 60 }), length: fc.integer({ min: 0, max: 8_000 }) }), {
    maxLength: 20,
  })
  .map((runs) =>
    runs
      .flatMap(({ repeat, length }) => Array.from({ length: repeat }, () => length))
      .map((length, index) => framed(anEvent({ mid: `LOG:${index}`, edata: { message: noise(length, `${index}`) } }))),
  );

describe('packFrames', () => {
  it('loses nothing, keeps the order and stays within the limits of a frame', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const frames = packFrames(aHeader(), events);

        expect(unpack(frames)).toEqual(events);
        for (const { data } of frames) expect(data.length).toBeLessThanOrEqual(maxFrameBytes);
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    [1, 1],
    [maxFrameEvents, 1],
    [maxFrameEvents + 1, 2],
    [1_203, 4],
  ])('puts %d small events into %d frames of at most 500', (count, expected) => {
    const events = someEvents(count).map(framed);

    const frames = packFrames(aHeader(), events);

    expect(frames).toHaveLength(expected);
    expect(Math.max(...frames.map((frame) => unpack([frame]).length))).toBeLessThanOrEqual(maxFrameEvents);
    expect(unpack(frames)).toEqual(events);
    expect(frames.map((frame) => frame.events)).toEqual(frames.map((frame) => unpack([frame])));
  });

  it('makes a frame of its own of an event above the size', () => {
    const [before, after] = someEvents(2).map(framed) as [FramedEvent, FramedEvent];
    const large = framed(anEvent({ mid: 'LOG:large', edata: { message: noise(900 * 1024) } }));

    const frames = packFrames(aHeader(), [before, large, after]);

    const sizes = frames.map((frame) => [unpack([frame]).length, frame.data.length > maxFrameBytes]);
    expect(sizes).toContainEqual([1, true]);
    expect(sizes.filter(([, isLarge]) => isLarge)).toHaveLength(1);
    expect(unpack(frames)).toEqual([before, large, after]);
  });

  it('makes no frame of nothing', () => {
    expect(packFrames(aHeader(), [])).toEqual([]);
  });

  it('gives every frame the header of the batch', () => {
    const header = aHeader({ userAgent: 'telemetry-sdk' });

    const frames = packFrames(header, someEvents(501).map(framed));

    expect(frames.map(({ data }) => (decodeFrame(data) as Frame).header)).toEqual([header, header]);
  });

  it('writes only frames that can be read again, however well the events compress', () => {
    const text = JSON.stringify(anEvent({ edata: { message: 'a'.repeat(maxEventBytes - 300) } }));
    const events = Array.from({ length: 70 }, (_, index) => framedEvent(`LOG:${index}`, text));

    const frames = packFrames(aHeader(), events);

    expect(unpack(frames).map(({ mid }) => mid)).toEqual(events.map(({ mid }) => mid));
  });
});

describe('framedEvent', () => {
  it('shortens an endless mid for the header, each to another, and keeps it whole in the text', () => {
    const mids = ['a', 'b'].map((end) => `${'न'.repeat(2_000)}${end}`);

    const [first, second] = mids.map((mid) => framed(anEvent({ mid })));

    expect(Buffer.byteLength(first?.mid ?? '')).toBeLessThanOrEqual(1_024);
    expect(first?.mid).not.toBe(second?.mid);
    expect(JSON.parse(first?.text ?? '')).toEqual(anEvent({ mid: mids[0] ?? '' }));
  });

  it('gives the same text the same fingerprint and another text another', () => {
    const texts = ['{"mid":"a"}', '{"mid":"a"}', '{"mid":"a" }'];

    const [first, second, third] = texts.map((text) => framedEvent('a', text).fingerprint);

    expect(first).toMatch(/^[\w-]{22}$/);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });
});
