import fc from 'fast-check';
import { resolveRange } from '../../../../local/services/s3/byte-range.js';

describe('resolveRange', () => {
  it.each([
    ['bytes=0-3', { start: 0, end: 3 }],
    ['bytes=4-', { start: 4, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-99', { start: 0, end: 9 }],
    ['bytes=8-99', { start: 8, end: 9 }],
  ])('reads %s of ten bytes', (header, range) => {
    expect(resolveRange(header, 10)).toEqual(range);
  });

  it.each([undefined, 'bytes=-', 'bytes=3-1', 'bytes=0-1,4-5', 'lines=1-2'])(
    'answers the whole object to %s',
    (header) => {
      expect(resolveRange(header, 10)).toBeUndefined();
    },
  );

  it.each([
    ['bytes=10-', 10],
    ['bytes=-0', 10],
    ['bytes=0-', 0],
    ['bytes=-1', 0],
  ])('refuses %s of %d bytes, naming the size', (header, size) => {
    expect(() => resolveRange(header, size)).toThrow(
      expect.objectContaining({
        code: 'InvalidRange',
        status: 416,
        members: { RangeRequested: header, ActualObjectSize: size },
      }),
    );
  });

  it('never reaches outside the object', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1 }), (first, last, size) => {
        fc.pre(first <= last && first < size);

        const { start = -1, end = -1 } = resolveRange(`bytes=${first}-${last}`, size) ?? {};

        expect(start).toBe(first);
        expect(end).toBe(Math.min(last, size - 1));
      }),
    );
  });
});
