import fc from 'fast-check';
import { Marker, markerKey } from '../../../lambdas/replay/marker.js';

describe('a marker', () => {
  it('knows the lines that it was given, and no others, however it was written and read', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 })), (lines) => {
        const marker = Marker.read(undefined);
        for (const line of lines) marker.add(line);

        const again = Marker.read(marker.print());

        const known = Array.from({ length: 60 }, (_, index) => index + 1).filter((line) => again.has(line));
        expect(known).toEqual(lines.toSorted((a, b) => a - b));
      }),
    );
  });

  it('is as short as its ranges', () => {
    const marker = Marker.read('{"lines":[[1,499]]}');
    marker.add(501);
    marker.add(500);

    expect(marker.print()).toBe('{"lines":[[1,501]]}');
  });

  it('is one a reason, so that two replays at a time never write over each other’s', () => {
    expect(markerKey('failed/dt=2024-01-15/hour=12/a.json.gz', 'late')).toBe(
      'replayed/late/failed/dt=2024-01-15/hour=12/a.json.gz.json',
    );
  });
});
