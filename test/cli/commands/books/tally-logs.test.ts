import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tallyLogs } from '../../../../cli/commands/books/tally-logs.js';
import { readLines } from '../../../../cli/target/read-log-lines.js';
import { useTempFolder } from '../../../support/temp-folder.js';

const folder = useTempFolder();
const hour = Date.UTC(2026, 10, 21, 6);
const line = (stage: string, at: number, counts: object) =>
  `${JSON.stringify({ _aws: { Timestamp: at }, service: stage, stage, ...counts })}\n`;

describe('the counts in the functions’ logs', () => {
  const log = (name: string) => join(folder(), `${name}.log`);

  it('are summed up by stage and hour, whatever the log is called', () => {
    const lines = [
      line('dedup', hour + 1, { received: 3, duplicate: 1, forwarded: 2 }),
      'START\n',
      line('dedup', hour + 3_599_999, { received: 4 }),
      line('dedup', hour + 3_600_000, { received: 5 }),
    ];
    writeFileSync(log('a'), lines.join(''));
    writeFileSync(log('b'), line('enrich', hour, { received: 2, colour: 7 }));

    const hours = tallyLogs(folder()).hours;

    expect([...hours]).toEqual([
      [hour, { 'dedup.received': 7, 'dedup.duplicate': 1, 'dedup.forwarded': 2, 'enrich.received': 2 }],
      [hour + 3_600_000, { 'dedup.received': 5 }],
    ]);
  });

  it('leave out what is said of reasons, and of stages that the books don’t know', () => {
    const lines = [
      line('ingest', hour, { reason: 'schema', failedByReason: 2 }),
      line('authorize', hour, { received: 9 }),
    ];
    writeFileSync(log('a'), lines.join(''));

    expect([...tallyLogs(folder()).hours]).toEqual([]);
  });

  it('grow with the log: a line that was half written is counted once it is whole', () => {
    const [half, rest] = [
      line('dedup', hour, { received: 3 }).slice(0, 30),
      line('dedup', hour, { received: 3 }).slice(30),
    ];
    writeFileSync(log('a'), `${line('dedup', hour, { received: 1 })}${half}`);
    const before = tallyLogs(folder()).hours.get(hour);

    appendFileSync(log('a'), rest);
    const after = [tallyLogs(folder()).hours.get(hour), tallyLogs(folder()).hours.get(hour)];

    expect(before).toEqual({ 'dedup.received': 1 });
    expect(after).toEqual([{ 'dedup.received': 4 }, { 'dedup.received': 4 }]);
  });

  it('are those of the new log where the state was reset', () => {
    writeFileSync(log('a'), line('dedup', hour, { received: 1 }).repeat(3));
    tallyLogs(folder());

    writeFileSync(log('a'), line('dedup', hour, { received: 7 }));

    expect(tallyLogs(folder()).hours.get(hour)).toEqual({ 'dedup.received': 7 });
  });

  it('go on after a line of metrics that is none, which is named by file and line, once and for all', () => {
    const good = line('dedup', hour, { received: 2 });
    const half = '{"_aws":{"Timesta\n';
    writeFileSync(log('a'), `START\n${half}${good}${half}`);

    const first = tallyLogs(folder());
    appendFileSync(log('a'), `${good}{"_aws":{}}\n`);
    const second = tallyLogs(folder());

    const where = (numbers: number[]) =>
      numbers.map((number) =>
        expect.stringContaining(`${log('a')}, line ${number}: expected a line of metrics, found`),
      );
    expect(first.unreadable).toEqual(where([2, 4]));
    expect(second.unreadable).toEqual(where([2, 4, 6]));
    expect(second.hours.get(hour)).toEqual({ 'dedup.received': 4 });
  });

  it('are none before the first start', () => {
    expect([...tallyLogs(join(folder(), 'nowhere')).hours]).toEqual([]);
  });
});

describe('readLines', () => {
  it('gives every whole line of a file larger than what it reads at a time, and where the next begins', () => {
    const text = Array.from({ length: 40_000 }, (_, index) => `${index} ${'ü'.repeat(index % 40)}\n`).join('');
    mkdirSync(folder(), { recursive: true });
    const file = join(folder(), 'large.log');
    writeFileSync(file, `${text}not whole`);

    const lines = [...readLines(file)];

    expect(Buffer.byteLength(text)).toBeGreaterThan(1024 * 1024);
    expect(lines.map((read) => `${read.text}\n`).join('') === text).toBe(true);
    expect(lines.at(-1)?.next).toBe(Buffer.byteLength(text));
    const [, second] = lines;
    expect([...readLines(file, lines[0]?.next)][0]).toEqual(second);
  });
});
