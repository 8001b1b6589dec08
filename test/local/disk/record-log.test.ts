import { join } from 'node:path';
import fc from 'fast-check';
import { type LogRecord, type ReadLimits, RecordLog } from '../../../local/disk/record-log.js';
import { aLogRecord, reopenedTexts, textsOf } from '../../support/log-records.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const noLimits = { records: 1_000, bytes: 1_000_000 };

/** Reads on and on from where the last read ended. */
function readPages(log: RecordLog, limits: ReadLimits): LogRecord[][] {
  const pages: LogRecord[][] = [];
  for (let from = 0; from < log.end; from = pages.at(-1)?.at(-1)?.next ?? log.end) pages.push(log.read(from, limits));
  return pages;
}

const someRecords = fc.array(
  fc.record({ key: fc.string({ unit: 'binary', maxLength: 20 }), data: fc.uint8Array({ maxLength: 60 }) }),
  { maxLength: 8 },
);
const someLimits = fc.record({ records: fc.integer({ min: 1, max: 10 }), bytes: fc.integer({ min: 0, max: 200 }) });

describe('record log', () => {
  it('gives back what was appended, in order, whatever the read limits and however often it is reopened', () => {
    let runs = 0;
    const appendedIsRead = fc.property(
      fc.array(fc.record({ records: someRecords, reopen: fc.boolean() }), { maxLength: 6 }),
      someLimits,
      (appends, limits) => {
        const path = join(folder(), String(runs++));
        let log = new RecordLog(path);
        for (const { records, reopen } of appends) {
          log.append(records, 17);
          if (!reopen) continue;
          log.close();
          log = new RecordLog(path);
        }

        const pages = readPages(log, limits);
        log.close();

        const read = pages.flat().map(({ key, data }) => ({ key, data: new Uint8Array(data) }));
        expect(read).toEqual(appends.flatMap(({ records }) => records));
        for (const page of pages) {
          expect(page.length).toBeLessThanOrEqual(limits.records);
          const bytes = page.reduce((sum, { data }) => sum + data.length, 0);
          expect(page.length === 1 || bytes <= limits.bytes).toBe(true);
        }
      },
    );

    fc.assert(appendedIsRead);
  });

  it('returns the first record whatever its size', () => {
    const log = new RecordLog(folder());
    log.append([aLogRecord('0123456789'), aLogRecord('x')], 17);

    const records = log.read(0, { records: 10, bytes: 3 });

    expect(records.map(({ data }) => data.toString())).toEqual(['0123456789']);
    log.close();
  });

  it('tells of each record where it lies, where the next lies and when it arrived', () => {
    const log = new RecordLog(folder());
    const positions = [
      ...log.append([aLogRecord('a'), aLogRecord('b')], 1_000.5),
      ...log.append([aLogRecord('c')], 2_000),
    ];

    const records = log.read(0, noLimits);

    expect(records.map(({ position }) => position)).toEqual(positions);
    expect(records.map(({ next }) => next)).toEqual([...positions.slice(1), log.end]);
    expect(records.map(({ arrivedAt }) => arrivedAt)).toEqual([1_000.5, 1_000.5, 2_000]);
    log.close();
  });

  it('returns nothing at its end, and what comes later from there', () => {
    const log = new RecordLog(folder());
    log.append([aLogRecord('a')], 17);
    const end = log.end;

    const before = log.read(end, noLimits);
    log.append([aLogRecord('b')], 17);
    const after = log.read(end, noLimits);

    expect(before).toEqual([]);
    expect(after.map(({ data }) => data.toString())).toEqual(['b']);
    log.close();
  });

  it('continues after reopening: positions grow on, and those from before stay valid', () => {
    const first = new RecordLog(folder());
    const [position = 0] = first.append([aLogRecord('a')], 17);
    const end = first.end;
    first.close();

    const second = new RecordLog(folder());
    const [next = 0] = second.append([aLogRecord('b')], 17);

    expect(next).toBe(end);
    expect(second.read(position, noLimits).map(({ data }) => data.toString())).toEqual(['a', 'b']);
    second.close();
  });

  it('has on disk what an append returned for, without being closed', () => {
    const open = new RecordLog(folder());
    open.append([aLogRecord('a'), aLogRecord('b')], 17);

    const texts = reopenedTexts(folder());

    expect(texts).toEqual(['a', 'b']);
    open.close();
  });

  it('takes an append of nothing for nothing', () => {
    const log = new RecordLog(folder());

    const positions = log.append([], 17);

    expect(positions).toEqual([]);
    expect(log.end).toBe(0);
    expect(textsOf(log)).toEqual([]);
    log.close();
  });

  it('says which file has no whole record where it was asked to read', () => {
    const log = new RecordLog(folder());
    log.append([aLogRecord('a')], 17);

    const read = () => log.read(3, noLimits);

    expect(read).toThrow(/0000000000000000: no whole record at byte 3\. Run "npm run reset"\./);
    log.close();
  });
});
