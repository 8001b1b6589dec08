import fs, { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { RecordLog } from '../../../local/disk/record-log.js';
import { aLogRecord, reopenedTexts, textsOf } from '../../support/log-records.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const file = () => join(folder(), '0000000000000000');

/** A log of three records. @returns its file's bytes and where the last record begins */
function writeLog(): { whole: Buffer; last: number } {
  const log = new RecordLog(folder());
  const positions = log.append(
    [aLogRecord('first'), aLogRecord('second'), aLogRecord('third', 'key-3')],
    1_700_000_000_123,
  );
  log.close();
  return { whole: readFileSync(file()), last: positions.at(-1) ?? 0 };
}

afterEach(() => jest.restoreAllMocks());

describe('record log after a crash', () => {
  it('cuts a last record that was written only in part, wherever it was cut, and keeps all before it', () => {
    const { whole, last } = writeLog();
    const cuts = Array.from({ length: whole.length - last }, (_, index) => last + index);

    const found = cuts.map((cut) => {
      writeFileSync(file(), whole);
      truncateSync(file(), cut);
      return { texts: reopenedTexts(folder()), size: fs.statSync(file()).size };
    });

    expect(cuts.length).toBeGreaterThan(20);
    expect(found).toEqual(cuts.map(() => ({ texts: ['first', 'second'], size: last })));
  });

  it('cuts bytes that are no record', () => {
    const { whole } = writeLog();
    const garbageIsCut = fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (garbage) => {
      writeFileSync(file(), whole);
      appendFileSync(file(), garbage);

      const texts = reopenedTexts(folder());

      expect(texts).toEqual(['first', 'second', 'third']);
      expect(readFileSync(file())).toEqual(whole);
    });

    fc.assert(garbageIsCut);
  });

  it('takes zeros, which a file system may leave where nothing was written, for no record', () => {
    writeLog();
    appendFileSync(file(), Buffer.alloc(200));

    const texts = reopenedTexts(folder());

    expect(texts).toEqual(['first', 'second', 'third']);
  });

  it('cuts a last record of which any one byte has changed', () => {
    const { whole, last } = writeLog();
    const offsets = Array.from({ length: whole.length - last }, (_, index) => index);

    const undetected = offsets.filter((offset) => {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(last + offset) ^ 0x01, last + offset);
      writeFileSync(file(), bytes);
      return reopenedTexts(folder()).length !== 2;
    });

    expect(undetected).toEqual([]);
  });

  it('appends where it was cut, and has both then', () => {
    const { whole } = writeLog();
    truncateSync(file(), whole.length - 1);
    const log = new RecordLog(folder());

    log.append([aLogRecord('fourth')], 17);

    expect(textsOf(log)).toEqual(['first', 'second', 'fourth']);
    log.close();
    expect(reopenedTexts(folder())).toEqual(['first', 'second', 'fourth']);
  });

  it('goes on after a write that the disk took only in part', () => {
    const log = new RecordLog(folder());
    log.append([aLogRecord('first')], 17);
    const writeSync = fs.writeSync;
    jest.spyOn(fs, 'writeSync').mockImplementationOnce((...[into, bytes, offset, , position]: unknown[]) => {
      writeSync(into as number, bytes as Buffer, offset as number, 10, position as number);
      throw new Error('ENOSPC: no space left on device');
    });
    const refused = () => log.append([aLogRecord('refused')], 17);
    expect(refused).toThrow('ENOSPC');

    log.append([aLogRecord('second')], 17);

    expect(textsOf(log)).toEqual(['first', 'second']);
    log.close();
    expect(reopenedTexts(folder())).toEqual(['first', 'second']);
  });

  it('opens, and can be trimmed, when it was ended between making a segment and writing to it', () => {
    const { whole } = writeLog();
    writeFileSync(join(folder(), String(whole.length).padStart(16, '0')), '');
    const log = new RecordLog(folder());

    log.trim({ before: log.end, arrivedBefore: 0 });
    log.append([aLogRecord('fourth')], 17);

    expect(textsOf(log)).toEqual(['first', 'second', 'third', 'fourth']);
    log.close();
  });
});
