import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RecordLog } from '../../../local/disk/record-log.js';
import { aLogRecord, reopenedTexts, textsOf } from '../../support/log-records.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const segmentBytes = 64 * 1024 * 1024;
const fileOf = (start: number) => String(start).padStart(16, '0');

/** A log of a segment for each text, that arrived at 1,000, 2,000, … (a segment's bytes don't depend on its place). */
function aLogOfSegments(texts: readonly string[]): { path: string; starts: number[] } {
  const path = join(folder(), 'log');
  new RecordLog(path).close();
  const starts: number[] = [];
  texts.reduce((start, text, index) => {
    const single = join(folder(), `segment-${index}`);
    const segment = new RecordLog(single);
    segment.append([aLogRecord(text)], (index + 1) * 1_000);
    segment.close();
    copyFileSync(join(single, fileOf(0)), join(path, fileOf(start)));
    starts.push(start);
    return start + segment.end;
  }, 0);
  return { path, starts };
}

describe('segments of a record log', () => {
  it('begins a new file when one is full, and reads across both', () => {
    const log = new RecordLog(folder());
    log.append([{ key: 'k', data: Buffer.alloc(segmentBytes, 'a') }], 1_000);
    const end = log.end;

    const [position] = log.append([aLogRecord('after')], 2_000);
    const records = log.read(0, { records: 10, bytes: Number.POSITIVE_INFINITY });

    expect(position).toBe(end);
    expect(readdirSync(folder()).sort()).toEqual([fileOf(0), fileOf(end)]);
    expect(records.map(({ data }) => data.length)).toEqual([segmentBytes, 5]);
    log.close();
  });

  it('goes on in the newest file after reopening', () => {
    const { path } = aLogOfSegments(['a', 'b']);
    const log = new RecordLog(path);

    log.append([aLogRecord('c')], 3_000);

    expect(textsOf(log)).toEqual(['a', 'b', 'c']);
    expect(readdirSync(path)).toHaveLength(2);
    log.close();
  });

  it('drops whole segments of which every record is older than asked for, and no other', () => {
    const { path, starts } = aLogOfSegments(['a', 'b', 'c']);
    const log = new RecordLog(path);

    log.trim({ before: log.end, arrivedBefore: 2_500 });

    expect(textsOf(log)).toEqual(['b', 'c']);
    expect(readdirSync(path).sort()).toEqual([fileOf(starts[1] ?? 0), fileOf(starts[2] ?? 0)]);
    log.close();
  });

  it.each([
    ['reaches into the first segment', -1, ['a', 'b', 'c']],
    ['is the end of the first segment', 0, ['b', 'c']],
  ])('drops nothing from a position on, here one that %s', (_, beside, kept) => {
    const { path, starts } = aLogOfSegments(['a', 'b', 'c']);
    const log = new RecordLog(path);

    log.trim({ before: (starts[1] ?? 0) + beside, arrivedBefore: Number.POSITIVE_INFINITY });

    expect(textsOf(log)).toEqual(kept);
    log.close();
  });

  it('keeps the newest segment however old it is', () => {
    const { path } = aLogOfSegments(['a', 'b']);
    const log = new RecordLog(path);

    log.trim({ before: log.end, arrivedBefore: Number.POSITIVE_INFINITY });

    expect(textsOf(log)).toEqual(['b']);
    log.close();
  });

  it('keeps positions valid over a trim, and reads from its start where a position is gone', () => {
    const { path, starts } = aLogOfSegments(['a', 'b', 'c']);
    const log = new RecordLog(path);
    const [, second = 0, third = 0] = starts;

    log.trim({ before: log.end, arrivedBefore: 2_500 });

    const textsFrom = (position: number) =>
      log.read(position, { records: 10, bytes: 100 }).map(({ data }) => data.toString());
    expect(log.start).toBe(second);
    expect(textsFrom(third)).toEqual(['c']);
    expect(textsFrom(0)).toEqual(['b', 'c']);
    log.close();
    expect(reopenedTexts(path)).toEqual(['b', 'c']);
  });
});
