import { dayFault, isEmptyDay } from '../../../../cli/commands/reindex/day-fault.js';
import type { DayReport } from '../../../../cli/commands/reindex/day-report.js';

const aReport = (found: Partial<DayReport>): DayReport => ({
  day: '2026-11-10',
  ...{ before: 0, carried: 0, read: 0, indexed: 0, repeats: 0, collisions: 0, refused: 0 },
  ...found,
});
const strict = { mayBeFewer: false };

describe('a rebuilt day', () => {
  it('is taken where it has as much as the index had, or a tenth less', () => {
    expect(dayFault(aReport({ before: 100, read: 100 }), 100, strict)).toBeUndefined();
    expect(dayFault(aReport({ before: 100, read: 90 }), 90, strict)).toBeUndefined();
    expect(dayFault(aReport({ before: 0, read: 7 }), 7, strict)).toBeUndefined();
  });

  it('is refused with the numbers and what to do where it has fewer', () => {
    expect(dayFault(aReport({ before: 100, read: 120, repeats: 31 }), 89, strict)).toBe(
      "2026-11-10: expected 90 documents or more, since the index holds 100, found 89 of 120 lines of the lake, of which 31 are repeats. Is it another stack's lake (--bucket, --state), or are some of its folders expired? Where it is the index that holds events more than once, or should hold fewer: --fewer.",
    );
  });

  it('does not count for it what it carries over of other days', () => {
    expect(dayFault(aReport({ before: 100, read: 50, carried: 50 }), 50, strict)).toContain('found 50 of 50');
  });

  it('is taken with fewer where that was asked for, but never with none', () => {
    expect(dayFault(aReport({ before: 100, read: 1 }), 1, { mayBeFewer: true })).toBeUndefined();
    expect(dayFault(aReport({ before: 100 }), 0, { mayBeFewer: true })).toContain('expected events in the lake');
  });

  it('is empty where nothing was there, nothing comes, and nothing of other days lies in it', () => {
    expect(isEmptyDay(aReport({}))).toBe(true);
    for (const found of [{ before: 1 }, { read: 1 }, { carried: 1 }]) expect(isEmptyDay(aReport(found))).toBe(false);
  });
});
