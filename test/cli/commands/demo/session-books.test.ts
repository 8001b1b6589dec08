import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { areBalanced, booksSince, printBooks, readBooks } from '../../../../cli/commands/demo/session-books.js';
import {
  archivedEvents,
  failedEvents,
  generatedEvents,
  lakeFiles,
  storedEvents,
} from '../../../../cli/target/read-lake.js';
import { failedLines } from '../../../../lambdas/shared/frames/failed-lines.js';
import type { RunningInfo } from '../../../../local/disk/state-folder.js';
import { someEvents } from '../../../factories/events.js';
import { aFailedEvent } from '../../../factories/failed-events.js';
import { aFrame } from '../../../factories/frames.js';
import { useTempFolder } from '../../../support/temp-folder.js';

const folder = useTempFolder();
const info = () => ({ s3Folder: folder(), lakeBucket: 'lake', logFolder: join(folder(), 'logs') }) as RunningInfo;

function write(path: string, data: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, data);
}

/** Writes an object of the lake, its lines as NDJSON in gzip. */
function store(key: string, lines: readonly string[]): void {
  write(join(folder(), 'lake', key), gzipSync(lines.map((line) => `${line}\n`).join('')));
}

const log = (stage: string, lines: readonly unknown[]) =>
  write(
    join(info().logFolder, `${stage}-function.log`),
    lines
      .map((line) => `${typeof line === 'string' ? line : JSON.stringify({ ...(line as object), stage })}\n`)
      .join(''),
  );

describe('the lake', () => {
  it('is empty before anything was written', () => {
    const found = [lakeFiles(info(), ''), storedEvents(info()), failedEvents(info()), archivedEvents(info())];

    expect(found).toEqual([[], [], [], 0]);
  });

  it('has a stored event for each line of each object', () => {
    store('telemetry/dt=2024-01-15/hour=12/b.json.gz', ['{"mid":"3"}']);
    store('telemetry/dt=2024-01-15/hour=11/a.json.gz', ['{"mid":"1"}', '{"mid":"2"}']);
    store('failed/dt=2024-01-15/c.json.gz', ['{"reason":"schema"}']);

    const events = storedEvents(info());

    expect(events).toEqual([{ mid: '1' }, { mid: '2' }, { mid: '3' }]);
  });

  it('tells what was generated out of an event from what was received', () => {
    const parent = { eid: 'SHARE', mid: 'S' };
    const item = { eid: 'SHARE_ITEM', mid: 'S-1', metadata: { parent_mid: 'S' } };
    const others = [
      { eid: 'LOG', metadata: { parent_mid: 'S' } },
      { eid: 'SHARE_ITEM', metadata: {} },
    ];
    store(
      'telemetry/a.json.gz',
      [parent, item, ...others].map((line) => JSON.stringify(line)),
    );

    expect(generatedEvents(info())).toEqual([item]);
    expect(storedEvents(info())).toEqual([parent, ...others]);
  });

  it('reads objects of several gzip members whole', () => {
    const members = ['{"mid":"1"}\n', '{"mid":"2"}\n'].map((line) => gzipSync(line));
    write(join(folder(), 'lake/telemetry/a.json.gz'), Buffer.concat(members));

    const events = storedEvents(info());

    expect(events).toEqual([{ mid: '1' }, { mid: '2' }]);
  });

  it('names the object, and the line, that can not be read', () => {
    store('telemetry/a.json.gz', ['{"mid":"1"}', '{"mid":']);
    write(join(folder(), 'lake/failed/b.json.gz'), 'PK');

    expect(() => storedEvents(info())).toThrow(/telemetry\/a\.json\.gz, line 2: expected JSON lines in gzip, found/);
    expect(() => failedEvents(info())).toThrow(/failed\/b\.json\.gz: expected JSON lines in gzip, found/);
  });

  it('has one failed event for all parts of a large one', () => {
    const large = failedLines(aFailedEvent({ raw: 'x'.repeat(400_000) }));
    store('failed/dt=2024-01-15/a.json.gz', [...failedLines(aFailedEvent()), ...large]);

    const events = failedEvents(info());

    expect(large).toHaveLength(3);
    expect(events.map(({ part }) => part)).toEqual([undefined, 1]);
  });

  it('has in its archive the events that the headers of the frames name', () => {
    const frames = [aFrame(someEvents(3)), aFrame(someEvents(2))].map(({ data }) => data);
    write(join(folder(), 'lake/archive/dt=2024-01-15/hour=12/a.json.gz'), Buffer.concat(frames));

    const events = archivedEvents(info());

    expect(events).toBe(5);
  });
});

describe('the books', () => {
  const metrics = (values: object) => ({ _aws: { Timestamp: 1 }, service: 'any', ...values });

  it('count received and duplicate by the metrics, stored and failed by the lake', () => {
    log('ingest', [metrics({ received: 3 }), 'START', { level: 'INFO', received: 100 }, metrics({ received: 4 })]);
    log('dedup', [metrics({ duplicate: 2, received: 50 }), metrics({ forwarded: 5 })]);
    store('telemetry/a.json.gz', ['{"mid":"1"}', '{"mid":"2"}', '{"mid":"3"}', '{"mid":"4"}']);
    store('failed/a.json.gz', failedLines(aFailedEvent()));

    const books = readBooks(info());

    expect(books).toEqual({ received: 7, stored: 4, duplicate: 2, failed: 1, generated: 0, unreadable: [] });
    expect(areBalanced(books)).toBe(true);
  });

  it('count a failed event in several parts once, and one that has a key of that name', () => {
    const large = failedLines(aFailedEvent({ raw: 'x'.repeat(400_000) }));
    const named = failedLines(aFailedEvent({ raw: '{"edata":{"part":2}}' }));
    store('failed/a.json.gz', [...large, ...named]);

    const { failed } = readBooks(info());

    expect(failed).toBe(2);
  });

  it('count a failed event that was replayed where it is now, and balance before and after', () => {
    log('ingest', [metrics({ received: 4 })]);
    store('failed/a.json.gz', [
      ...failedLines(aFailedEvent()),
      ...failedLines(aFailedEvent()),
      ...failedLines(aFailedEvent()),
    ]);
    store('telemetry/a.json.gz', ['{"mid":"1"}']);
    const before = readBooks(info());

    write(join(folder(), 'lake/replayed/schema/failed/a.json.gz.json'), '{"lines":[[1,1],[3,3]]}');
    store('telemetry/b.json.gz', ['{"mid":"2"}', '{"mid":"3"}']);
    const after = readBooks(info());

    expect([before, after]).toMatchObject([
      { received: 4, stored: 1, failed: 3 },
      { received: 4, stored: 3, failed: 1 },
    ]);
    expect([before, after].map(areBalanced)).toEqual([true, true]);
  });

  it('keep what was generated out of the equation', () => {
    log('ingest', [metrics({ received: 1 })]);
    const item = { eid: 'SHARE_ITEM', mid: 'S-1', metadata: { parent_mid: 'S' } };
    store('telemetry/a.json.gz', ['{"eid":"SHARE","mid":"S"}', JSON.stringify(item)]);

    const books = readBooks(info());

    expect(books).toMatchObject({ received: 1, stored: 1, generated: 1 });
    expect(areBalanced(books)).toBe(true);
  });

  it.each([
    [0, /generated/, false],
    [4, /^ {2}generated {2}4,/m, true],
  ])('name %d generated documents only where there are any', (generated, line, isNamed) => {
    const text = printBooks({ received: 3, stored: 1, duplicate: 1, failed: 1, generated, unreadable: [] });

    expect(text).toContain('  3 = 1 + 1 + 1\n');
    expect(line.test(text)).toBe(isNamed);
  });

  it('are all nothing before the first start', () => {
    const books = readBooks(info());

    expect(books).toEqual({ received: 0, stored: 0, duplicate: 0, failed: 0, generated: 0, unreadable: [] });
  });

  it('pass over a line that the function is just writing', () => {
    log('ingest', [metrics({ received: 3 })]);
    const file = join(info().logFolder, 'ingest-function.log');
    writeFileSync(file, '{"_aws":{"Timesta', { flag: 'a' });

    const books = readBooks(info());

    expect(books.received).toBe(3);
  });

  it('count the rest beside what can not be read, which is named by file and line', () => {
    const lake = (key: string) => join(folder(), 'lake', key);
    log('ingest', ['{"_aws":{"Timesta', metrics({ received: 3 })]);
    store('telemetry/a.json.gz', ['{"mid":"1"}', '{"eid":"SHARE_ITEM"']);
    store('failed/b.json.gz', [...failedLines(aFailedEvent()), '{"part":1']);
    const whole = gzipSync(failedLines(aFailedEvent()).join('\n'));
    write(lake('failed/a.json.gz'), whole.subarray(0, whole.length / 2));
    write(lake('replayed/schema/failed/b.json.gz.json'), '{"lin');
    write(lake('replayed/schema/failed/c.json.gz.json'), '{"lines":7}');

    const books = readBooks(info());

    expect(books).toMatchObject({ received: 3, stored: 1, failed: 1 });
    expect(books.unreadable).toEqual([
      expect.stringMatching(/ingest-function\.log, line 1: expected a line of metrics, found/),
      expect.stringContaining(`${lake('telemetry/a.json.gz')}, line 2: expected JSON, found`),
      expect.stringContaining(`${lake('failed/a.json.gz')}: expected a whole gzip, found unexpected end of file`),
      expect.stringContaining(`${lake('failed/b.json.gz')}, line 2: expected JSON, found`),
      expect.stringContaining(`${lake('replayed/schema/failed/b.json.gz.json')}: expected {"lines"`),
      expect.stringContaining(`${lake('replayed/schema/failed/c.json.gz.json')}: expected {"lines"`),
    ]);
    expect(printBooks(books)).toContain('unreadable 6, in no count above\n  ');
  });

  it('do not balance while an event is under way, or is there twice', () => {
    const answers = [
      areBalanced({ received: 3, stored: 1, duplicate: 1, failed: 0 }),
      areBalanced({ received: 3, stored: 2, duplicate: 1, failed: 1 }),
      areBalanced({ received: 3, stored: 1, duplicate: 1, failed: 1 }),
    ];

    expect(answers).toEqual([false, false, true]);
  });

  it('tell what came between two counts', () => {
    const before = { received: 3, stored: 1, duplicate: 1, failed: 1, generated: 2, unreadable: ['a'] };
    const after = { received: 10, stored: 5, duplicate: 3, failed: 2, generated: 5, unreadable: ['a', 'b'] };

    const between = booksSince(before, after);

    expect(between).toEqual({ received: 7, stored: 4, duplicate: 2, failed: 1, generated: 3, unreadable: ['a', 'b'] });
  });
});
