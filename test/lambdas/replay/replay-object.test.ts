import { Readable } from 'node:stream';
import { judgeBatch } from '../../../lambdas/ingest/judge-batch.js';
import { replayObject } from '../../../lambdas/replay/replay-object.js';
import { failedLines } from '../../../lambdas/shared/frames/failed-lines.js';
import { framedEvent } from '../../../lambdas/shared/frames/frame.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { schemasAlone } from '../../../lambdas/shared/telemetry/judge-event.js';
import { lenient } from '../../factories/batches.js';
import { anEvent } from '../../factories/events.js';
import { aFailedObject, anObjectOfLines } from '../../factories/failed-objects.js';
import { aHeader, arrival } from '../../factories/frames.js';
import { aWorld, failed, invalid, key, marker, midsOf, task } from './world.js';

describe('a replay of an object of the failed book', () => {
  it('stops in time, with what it has marked, and the next one goes on there', async () => {
    const { ports, held, mids } = aWorld({ [key]: aFailedObject(['1', '2', '3'].map((mid) => failed(`LOG:${mid}`))) });
    const times = [900_000, 59_999];

    const first = await replayObject(task, lenient(), { ...ports, remainingMs: () => times.shift() ?? 0 });
    const afterFirst = held.get(marker);
    const second = await replayObject(task, lenient(), ports);

    expect(afterFirst).toBe('{"lines":[[1,2]]}');
    expect(first.problems).toEqual([{ key, problem: 'from line 3 on: no time left; the next replay goes on here' }]);
    expect(second.counts).toMatchObject({ replayed: 1, skipped: 2 });
    expect(mids()).toEqual(['LOG:1', 'LOG:2', 'LOG:3']);
  });

  it('puts what is valid now on the stream, and marks its lines only after the stream has it', async () => {
    const events = [failed('LOG:1'), invalid('LOG:2'), failed('LOG:3', { reason: 'envelope' }), failed('LOG:4')];
    const { ports, effects, held, mids } = aWorld({ [key]: aFailedObject(events) });

    const { counts } = await replayObject(task, lenient(), ports);

    expect(mids()).toEqual(['LOG:1', 'LOG:4']);
    expect(effects).toEqual(['forward 2', `write ${marker}`]);
    expect(held.get(marker)).toBe('{"lines":[[1,1],[4,4]]}');
    expect(counts).toEqual({ objects: 1, read: 3, replayed: 2, stillFailing: 1, 'stillFailing.schema': 1 });
  });

  it('makes the frame that ingest would have made: header, fingerprint, key and repairs', async () => {
    const header = aHeader({ msgid: 'batch-7', pid: 'app', ip: '192.0.2.0', userAgent: 'sdk' });
    const event = anEvent({ mid: 'LOG:1', eid: 'log' });
    const { ports, frames, taken } = aWorld({
      [key]: aFailedObject([failed('x', { header, raw: JSON.stringify(event) })]),
    });

    await replayObject(task, lenient(), ports);

    const [frame] = frames();
    expect(frame?.header).toEqual(header);
    expect(taken[0]?.partitionKey).toBe('batch-7');
    expect(frame?.entries[0]?.[1]).toBe(framedEvent('LOG:1', JSON.stringify(event)).fingerprint);
    expect(frame?.entries[0]?.[2]?.repaired).toHaveLength(1);
    expect(JSON.parse(frame?.lines[0] ?? '')).toMatchObject({ mid: 'LOG:1', eid: 'LOG' });
  });

  it('keeps two events apart that differ in halves of surrogate pairs alone, and says what was mended', async () => {
    const sent = ['\ud800', '\ud801'].map((mid) => ({ candidate: anEvent({ mid, ver: '4' }), redacted: [] }));
    const { failedEvents } = judgeBatch(sent, aHeader(), schemasAlone);
    // As if the rule that they failed by had been lifted.
    const lifted = failedEvents.map((event) => ({ ...event, raw: event.raw.replace('"ver":"4"', '"ver":"3.0"') }));
    const { ports, frames } = aWorld({ [key]: aFailedObject(lifted) });

    await replayObject({ ...task, reason: 'envelope' }, lenient(), ports);

    const entries = frames().flatMap((frame) => frame.entries);
    expect(entries).toEqual([
      ['\ufffd', failedEvents[0]?.fingerprint, { repaired: [expect.objectContaining({ was: '\\ud800' })] }],
      ['\ufffd', failedEvents[1]?.fingerprint, { repaired: [expect.objectContaining({ was: '\\ud801' })] }],
    ]);
    expect(entries[0]?.[1]).not.toBe(entries[1]?.[1]);
  });

  it('takes no fingerprint from before of what it redacts: it would be a hash of it', async () => {
    const otp = anEvent({ eid: 'INTERACT', edata: { pageid: 'otp', extra: { values: '482913' } } });
    const line = failed('x', { raw: JSON.stringify(otp), fingerprint: 'hash-of-the-password' });
    const { ports, frames } = aWorld({ [key]: aFailedObject([line]) });

    await replayObject(task, lenient(), ports);

    expect(JSON.stringify(frames()[0]?.entries)).toContain('redacted:');
    expect(JSON.stringify(frames()[0]?.entries)).not.toContain('hash-of-the-password');
  });

  it('gives events of one batch one frame, and those of another their own', async () => {
    const other = { header: aHeader({ msgid: 'batch-2' }) };
    const { ports, frames } = aWorld({
      [key]: aFailedObject([failed('1'), failed('2'), failed('3', other), failed('4')]),
    });

    await replayObject(task, lenient(), ports);

    expect(frames().map((frame) => [frame.header.msgid, midsOf(frame)])).toEqual([
      ['batch-1', ['1', '2']],
      ['batch-2', ['3']],
      ['batch-1', ['4']],
    ]);
  });

  it('passes over what was replayed before, and adds to what is marked', async () => {
    const { ports, mids, held } = aWorld({
      [key]: aFailedObject([failed('1'), failed('2'), failed('3')]),
      [marker]: '{"lines":[[1,2]]}',
    });

    const first = await replayObject(task, lenient(), ports);
    const second = await replayObject(task, lenient(), ports);

    expect(mids()).toEqual(['3']);
    expect(held.get(marker)).toBe('{"lines":[[1,3]]}');
    expect(first.counts).toEqual({ objects: 1, read: 3, skipped: 2, replayed: 1 });
    expect(second.counts).toEqual({ objects: 1, read: 3, skipped: 3, replayed: 0 });
  });

  it('only looks in a dry run', async () => {
    const { ports, effects } = aWorld({ [key]: aFailedObject([failed('1'), invalid('2')]) });

    const { counts } = await replayObject({ ...task, dryRun: true }, lenient(), ports);

    expect(counts).toMatchObject({ read: 2, replayed: 1, stillFailing: 1 });
    expect(effects).toEqual([]);
  });

  it('judges an event late by the time at which it came', async () => {
    const late = { reason: 'late', header: aHeader({ syncts: 1_700_000_000_000 + 10 * 86_400_000 }) } as const;
    const run = (lateAfterDays: number) =>
      replayObject(
        { ...task, reason: 'late' },
        lenient({ lateAfterDays }),
        aWorld({ [key]: aFailedObject([failed('1', late)]) }).ports,
      );

    expect((await run(9)).counts).toMatchObject({ replayed: 0, 'stillFailing.late': 1 });
    expect((await run(11)).counts).toMatchObject({ replayed: 1 });
  });

  it('takes away what may not be written down by today’s rules, and remembers what was taken before', async () => {
    const otp = anEvent({ eid: 'INTERACT', mid: 'I:1', edata: { pageid: 'otp', extra: { values: ['482913'] } } });
    const events = [failed('x', { raw: JSON.stringify(otp) }), failed('LOG:2', { notes: { redacted: ['otp'] } })];
    const { ports, frames } = aWorld({ [key]: aFailedObject(events) });

    await replayObject(task, lenient(), ports);

    expect(JSON.stringify(frames())).not.toContain('482913');
    expect(frames().map(({ header, entries }) => [header.msgid, entries[0]?.[2]])).toEqual([
      [undefined, { redacted: ['otp'] }],
      ['batch-1', { redacted: ['otp'] }],
    ]);
  });

  it('joins the parts of a long event, be they among each other, and leaves one of which a part is missing', async () => {
    const raw = JSON.stringify(anEvent({ mid: 'long', edata: { message: 'é"\n'.repeat(100_000) } }));
    const parts = failedLines(failed('x', { raw }));
    const [first = '', second = '', ...others] = parts;
    const other = failedLines(failed('x', { raw: `${raw} ` }));
    const lines = [first, first, second, ...others, second, ...others, ...other.slice(0, -1)];
    const { ports, mids, held, frames } = aWorld({ [key]: anObjectOfLines(lines) });

    const { counts, problems } = await replayObject(task, lenient(), ports);

    expect(parts.length).toBeGreaterThan(2);
    expect(mids()).toEqual(['long', 'long']);
    expect(frames()[0]?.lines[0]).toBe(raw);
    expect(held.get(marker)).toBe('{"lines":[[1,2]]}');
    expect(counts).toEqual({ objects: 1, read: 3, replayed: 2, left: 1 });
    expect(problems).toEqual([{ key, problem: expect.stringMatching(/^line \d+: not all of its parts lie in this/) }]);
  });

  it('leaves what a later stage failed: its claim stands', async () => {
    const { ports, effects } = aWorld({ [key]: aFailedObject([failed('1', { stage: 'enrich' })]) });

    const { counts, problems } = await replayObject(task, lenient(), ports);

    expect(counts).toMatchObject({ read: 1, left: 1 });
    expect(problems[0]?.problem).toBe('line 1: failed in enrich, after ingest had passed it on');
    expect(effects).toEqual([]);
  });

  it('tells of lines that are none of the failed book, and goes on', async () => {
    const lines = ['{"reason":', '7', ...failedLines(failed('1'))];
    const { ports, mids } = aWorld({ [key]: anObjectOfLines(lines) });

    const { counts } = await replayObject(task, lenient(), ports);

    expect(counts).toMatchObject({ unreadable: 2, replayed: 1 });
    expect(mids()).toEqual(['1']);
  });

  it('takes what failed from a time on, and does not open a folder of a day before', async () => {
    const events = [failed('1', { at: arrival }), failed('2', { at: arrival + 1 })];
    const { ports, mids } = aWorld({ [key]: aFailedObject(events) });

    await replayObject({ ...task, since: arrival + 1 }, lenient(), ports);
    const later = await replayObject({ ...task, since: arrival + 3 * 86_400_000 }, lenient(), ports);

    expect(mids()).toEqual(['2']);
    expect(later.counts).toEqual({ older: 1 });
  });

  it('holds only so much of an object at a time, and marks as it goes', async () => {
    const { ports, effects } = aWorld({
      [key]: aFailedObject(Array.from({ length: 1_100 }, (_, index) => failed(`LOG:${index}`))),
    });

    await replayObject(task, lenient(), ports);

    const write = `write ${marker}`;
    expect(effects).toEqual(['forward 500', write, 'forward 500', write, 'forward 100', write]);
  });

  it('replays and marks what lies before the place where an object breaks off, and names that place', async () => {
    const whole = aFailedObject(Array.from({ length: 900 }, (_, index) => failed(`LOG:${index}`)));
    const { ports, held, mids, effects } = aWorld({ [key]: whole.subarray(0, whole.length - 20) });

    const { counts, problems } = await replayObject(task, lenient(), ports);
    const lines = counts.replayed ?? 0;
    await replayObject(task, lenient(), ports);

    expect(lines).toBeGreaterThan(800);
    expect(counts).toEqual({ objects: 1, read: lines, replayed: lines, unreadable: 1 });
    expect(problems).toEqual([
      { key, problem: `line ${lines + 1}: the object breaks off here: unexpected end of file` },
    ]);
    // Never half a line, none twice, and each one marked.
    expect(mids()).toEqual(Array.from({ length: lines }, (_, index) => `LOG:${index}`));
    expect([held.get(marker), effects.length]).toEqual([`{"lines":[[1,${lines}]]}`, 4]);
  });

  it('tells of an object that is no gzip', async () => {
    const { ports, effects } = aWorld({ [key]: 'PK' });

    const { counts, problems } = await replayObject(task, lenient(), ports);

    expect(counts).toMatchObject({ unreadable: 1, replayed: 0 });
    expect(problems).toEqual([{ key, problem: expect.stringContaining('line 1: the object breaks off here: ') }]);
    expect(effects).toEqual([]);
  });

  it('throws where the bytes do not come any more: a retry may have them', async () => {
    const whole = aFailedObject([failed('1'), failed('2')]);
    const { ports, effects } = aWorld({ [key]: '' });
    const open = async () =>
      Readable.from(
        (function* () {
          yield whole.subarray(0, 40);
          throw new Error('connection lost');
        })(),
      );

    await expect(replayObject(task, lenient(), { ...ports, open })).rejects.toThrow(DependencyError);

    expect(effects).toEqual([]);
  });

  it('goes on nowhere with a marker that it can not read: all of it would go again', async () => {
    const { ports, taken } = aWorld({ [key]: aFailedObject([failed('1')]), [marker]: '{"lin' });

    await expect(replayObject(task, lenient(), ports)).rejects.toThrow(SyntaxError);

    expect(taken).toEqual([]);
  });

  it('marks nothing that the stream did not take', async () => {
    const { ports, held } = aWorld({ [key]: aFailedObject([failed('1')]) });
    const forward = async () => ({ taken: [], error: new DependencyError('Kinesis: down') });

    await expect(replayObject(task, lenient(), { ...ports, forward })).rejects.toThrow(DependencyError);

    expect(held.has(marker)).toBe(false);
  });
});

describe('an answer to a question of a registration', () => {
  const assess = (mid: string) =>
    failed(mid, {}, { eid: 'ASSESS', edata: { item: { id: 'do_registration' }, resvalues: [{ ans1: '9000000001' }] } });

  it('that was kept when the question was none yet is not put on the stream', async () => {
    const { ports, frames } = aWorld({ [key]: aFailedObject([assess('ASSESS:1')]) });

    const { counts } = await replayObject(task, lenient(), ports);

    expect(counts.replayed).toBe(1);
    const [frame] = frames();
    expect(frame?.header.msgid).toBeUndefined();
    expect(frame?.entries).toEqual([
      [expect.stringMatching(/^redacted:/), expect.any(String), { redacted: ['registration'] }],
    ]);
    expect(JSON.stringify(frames())).not.toContain('9000000001');
  });

  it('stays where it is while the registry can not be asked', async () => {
    const { ports, effects } = aWorld({ [key]: aFailedObject([assess('ASSESS:1')]) });
    const askRegistrations = async () => {
      throw new DependencyError('registry: down');
    };

    await expect(replayObject(task, lenient(), { ...ports, askRegistrations })).rejects.toThrow('registry: down');

    expect(effects).toEqual([]);
  });
});
