import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LakeReader } from '../../../bench/soak/lake-reader.js';
import type { RunningInfo } from '../../../local/disk/state-folder.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();

/** A lake in the test's folder, and what a reader of `telemetry/` told of. */
function aLake() {
  const lines: string[] = [];
  const reader = new LakeReader({ s3Folder: folder(), lakeBucket: 'lake' } as RunningInfo, 'telemetry', (line) =>
    lines.push(line),
  );
  const write = (key: string, data: Buffer) => {
    const path = join(folder(), 'lake', key);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, data);
  };
  return { lines, reader, write };
}

describe('the reader of a lake', () => {
  it('tells of each line once, of files that are there and of those that come', async () => {
    const { lines, reader, write } = aLake();
    write('telemetry/dt=1/a.json.gz', gzipSync('one\ntwo\n'));
    write('failed/dt=1/a.json.gz', gzipSync('elsewhere\n'));
    await reader.readNew();

    write('telemetry/dt=2/b.json.gz', Buffer.concat([gzipSync('three\n'), gzipSync('four\n')]));
    await reader.readNew();
    await reader.readNew();

    expect(lines).toEqual(['one', 'two', 'three', 'four']);
  });

  it('fails over a file that is cut short', async () => {
    const { reader, write } = aLake();
    write('telemetry/dt=1/a.json.gz', gzipSync('one\ntwo\n').subarray(0, -9));

    await expect(reader.readNew()).rejects.toThrow('unexpected end of file');
  });
});
