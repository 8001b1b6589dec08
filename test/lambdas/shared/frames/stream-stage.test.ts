import '../../../fakes/lambda-environment.js';
import type { Progress } from '../../../../lambdas/shared/frames/progress.js';
import {
  type FrameOutcome,
  type Stage,
  type StageOutcome,
  streamStage,
} from '../../../../lambdas/shared/frames/stream-stage.js';
import { DependencyError } from '../../../../lambdas/shared/function/errors.js';
import { aFailedEvent } from '../../../factories/failed-events.js';
import { aFrame, aHeader } from '../../../factories/frames.js';
import { aContext, aKinesisEvent } from '../../../factories/kinesis-events.js';
import { fakeConsole } from '../../../fakes/fake-console.js';
import { fakeFailedBook } from '../../../fakes/fake-failed-book.js';
import { fakeProgress } from '../../../fakes/fake-progress.js';

const good = aFrame().data;
const bad = Buffer.from('not gzip');
const left: FrameOutcome = { left: [0], failed: [] };
const done: FrameOutcome = { left: [], failed: [] };
const failed: FrameOutcome = { left: [], failed: [aFailedEvent({ stage: 'enrich' })] };
const throttled = new Error('throttled');

let output: ReturnType<typeof fakeConsole>;

beforeEach(() => {
  output = fakeConsole();
});

afterEach(() => jest.restoreAllMocks());

interface Given {
  /** Outcomes of the frames, in order; by default all is done. */
  readonly outcomes?: readonly FrameOutcome[];
  readonly counts?: Partial<StageOutcome>;
  readonly bookError?: Error;
  readonly known?: Readonly<Record<string, Progress>>;
}

function aHandler({ outcomes, counts = {}, bookError, known = {} }: Given = {}) {
  const effects: string[] = [];
  const received: Parameters<Stage>[0][number][] = [];
  const run: Stage = async (frames) => {
    effects.push(`run ${frames.length}`);
    received.push(...frames);
    return { frames: frames.map((_, index) => outcomes?.[index] ?? done), forwarded: frames.length, ...counts };
  };
  const book = fakeFailedBook({ effects, error: bookError });
  const progress = fakeProgress({ effects });
  for (const [owner, value] of Object.entries(known)) progress.items.set(owner, value);
  const handler = streamStage('dedup', run, { keepFailed: book.keepFailed, progress: () => progress });
  return { effects, received, kept: book.kept, progress, handler };
}

describe('the handler of a stream stage', () => {
  it('hands the stage the frames with their owner, their key, their bytes and all of their lines', async () => {
    const { handler, received } = aHandler();

    const answer = await handler(aKinesisEvent([good, good]), aContext());

    const { entries, lines } = aFrame();
    const frame = { header: aHeader(), entries, lines, partitionKey: 'batch-1', data: good, left: [0], isKept: false };
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(received).toEqual([
      { ...frame, owner: 'shard-0:1' },
      { ...frame, owner: 'shard-0:2' },
    ]);
  });

  it('keeps back some of the time, so that the answer still leaves', async () => {
    const times: number[] = [];
    const run: Stage = async (frames, remainingMs) => {
      times.push(remainingMs());
      return { frames: frames.map(() => done), forwarded: 0 };
    };
    const ports = { keepFailed: async () => undefined, progress: () => fakeProgress() };

    await streamStage('dedup', run, ports)(aKinesisEvent([good]), aContext(10_000));

    expect(times).toEqual([7_000]);
  });

  it.each([
    [[left], '1'],
    [[done, done, left], '3'],
    [[done, left, left], '2'],
  ])('reports the lowest record with something left (%j)', async (outcomes, itemIdentifier) => {
    const { handler } = aHandler({ outcomes, counts: { error: throttled } });

    const answer = await handler(aKinesisEvent([good, good, good]), aContext());

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier }] });
  });

  it('reports the right record also when records that are no frames lie before it', async () => {
    const { handler } = aHandler({ outcomes: [done, left], counts: { error: throttled } });

    const answer = await handler(aKinesisEvent([bad, good, bad, bad, good, good]), aContext());

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '5' }] });
  });

  it('keeps a record that is no frame, with its bytes, and passes the others on', async () => {
    const { handler, kept, received } = aHandler();

    const answer = await handler(aKinesisEvent([good, bad, good]), aContext());

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(received.map(({ owner }) => owner)).toEqual(['shard-0:1', 'shard-0:3']);
    expect(kept).toEqual([
      {
        reason: 'malformed-frame',
        pointer: '',
        expected: 'gzip NDJSON',
        found: 'incorrect header check',
        stage: 'dedup',
        at: 1_700_000_000_123,
        header: undefined,
        raw: `base64:${bad.toString('base64')}`,
      },
    ]);
  });

  it('rejects when the stage throws, so that Lambda halves the batch', async () => {
    const run: Stage = async () => {
      throw new DependencyError('DynamoDB table claims: down');
    };
    const progress = fakeProgress();
    const ports = { keepFailed: async () => undefined, progress: () => progress };

    const answer = streamStage('dedup', run, ports)(aKinesisEvent([good]), aContext());

    await expect(answer).rejects.toThrow(DependencyError);
    expect(progress.items.size).toBe(0);
  });

  it('counts what the stage did, in one line of metrics', async () => {
    const { handler } = aHandler({
      outcomes: [failed],
      counts: { forwarded: 2, duplicate: 2, generated: 3 },
    });

    await handler(aKinesisEvent([good]), aContext());

    const names = ['received', 'forwarded', 'duplicate', 'failed', 'generated'];
    expect(names.map(output.metric)).toEqual([5, 2, 2, 1, 3]);
    expect(output.failedByReason()).toEqual({ envelope: 1 });
  });

  it('counts what was forwarded though the failed book is down, and what failed when it is kept', async () => {
    const progress = fakeProgress();
    const event = aKinesisEvent([good]);
    const book = fakeFailedBook({ error: new DependencyError('down') });
    const run: Stage = async () => ({ frames: [failed], forwarded: 1_000 });
    const ports = { keepFailed: book.keepFailed, progress: () => progress };

    await streamStage('dedup', run, ports)(event, aContext());
    const first = ['received', 'forwarded', 'failed'].map(output.metric);
    await aHandler({
      known: { 'shard-0:1': { left: [], kept: false } },
      outcomes: [failed],
      counts: { forwarded: 0 },
    }).handler(event, aContext());

    expect(first).toEqual([1_000, 1_000, 0]);
    expect(['received', 'forwarded', 'failed'].map(output.metric)).toEqual([1_001, 1_000, 1]);
  });

  it('counts what was forwarded though keeping what failed breaks by a fault of ours', async () => {
    const { handler } = aHandler({ outcomes: [failed], counts: { forwarded: 3 }, bookError: new TypeError('no') });

    await expect(handler(aKinesisEvent([good]), aContext())).rejects.toThrow(TypeError);

    expect(['received', 'forwarded', 'failed'].map(output.metric)).toEqual([3, 3, 0]);
  });

  it('gives the failed book the bytes that what failed came as', async () => {
    const bytes: number[] = [];
    const run: Stage = async (frames) => ({ frames: frames.map(() => done), forwarded: 0 });
    const keepFailed = async (_: readonly unknown[], bytesIn: number) => void bytes.push(bytesIn);

    await streamStage('dedup', run, { keepFailed, progress: () => fakeProgress() })(
      aKinesisEvent([bad, good, bad]),
      aContext(),
    );

    expect(bytes).toEqual([2 * bad.length]);
  });

  it('tells a redrive what it did, and nobody else', async () => {
    const known = { 'shard-0:1': { left: [], kept: true } };
    const given = { known, outcomes: [failed, left], counts: { forwarded: 2, duplicate: 1, error: throttled } };
    const event = aKinesisEvent([good, good, good]);

    const told = await aHandler(given).handler({ ...event, redrive: true }, aContext());
    const plain = await aHandler(given).handler(event, aContext());

    expect(plain).toEqual({ batchItemFailures: [{ itemIdentifier: '3' }] });
    expect(told).toEqual({
      ...plain,
      counts: { received: 4, forwarded: 2, duplicate: 1, failed: 1, passedOver: 1 },
    });
  });

  it('receives in its metrics as much as it forwards, drops and fails, what is no frame included', async () => {
    const { handler } = aHandler({ counts: { forwarded: 2, duplicate: 1 } });

    await handler(aKinesisEvent([bad, good, bad]), aContext());

    const [received = 0, ...ends] = ['received', 'forwarded', 'duplicate', 'failed'].map(output.metric);
    expect(output.metric('failed')).toBe(2);
    expect(received).toBe(ends.reduce((sum, end) => sum + end, 0));
  });
});

describe('the progress of a stream stage', () => {
  const whole: Progress = { left: [], kept: true };

  it('is remembered after the stage, once for all frames that nothing is left of', async () => {
    const { handler, effects, progress } = aHandler({ outcomes: [done, left, done] });

    await handler(aKinesisEvent([good, good, good]), aContext());

    expect(effects).toEqual(['run 3', 'remember 2']);
    expect(Object.fromEntries(progress.items)).toEqual({ 'shard-0:1': whole, 'shard-0:3': whole });
  });

  it('is remembered before what failed is kept, and again after', async () => {
    const { handler, effects, progress } = aHandler({ outcomes: [failed, done] });

    await handler(aKinesisEvent([good, good, bad]), aContext());

    expect(effects).toEqual(['run 2', 'remember 2', 'keepFailed 2', 'remember 2']);
    expect([...progress.items.values()]).toEqual([whole, whole, whole]);
  });

  it('stands when the failed book is down: the frames come again, and are not forwarded again', async () => {
    const { handler, progress } = aHandler({ outcomes: [failed, done], bookError: new DependencyError('down') });

    const answer = await handler(aKinesisEvent([good, good, bad]), aContext());

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(Object.fromEntries(progress.items)).toEqual({ 'shard-0:1': { left: [], kept: false }, 'shard-0:2': whole });
  });

  it('holds up no frame without failed events when the failed book is down', async () => {
    const { handler } = aHandler({ bookError: new DependencyError('down') });

    const answer = await handler(aKinesisEvent([good, good, bad, good]), aContext());

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '3' }] });
  });

  it('is written only once what it says is counted, so that a process that dies there loses no count', async () => {
    const counted: number[][] = [];
    const { handler, progress } = aHandler({ outcomes: [failed], counts: { forwarded: 2, duplicate: 1 } });
    const { remember } = progress;
    progress.remember = async (items) => {
      counted.push(['received', 'forwarded', 'duplicate', 'failed'].map(output.metric));
      return remember(items);
    };

    await handler(aKinesisEvent([good]), aContext());

    expect(counted).toEqual([
      [3, 2, 1, 0],
      [4, 2, 1, 1],
    ]);
  });

  it('spares the stage a frame that is done', async () => {
    const { handler, received, effects } = aHandler({ known: { 'shard-0:1': whole, 'shard-0:3': whole } });

    const answer = await handler(aKinesisEvent([good, good, bad]), aContext());

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(received.map(({ owner }) => owner)).toEqual(['shard-0:2']);
    expect(effects).toEqual(['run 1', 'remember 1']);
  });

  it('is handed to the stage where something is left', async () => {
    const { handler, received } = aHandler({ known: { 'shard-0:1': { left: [2], kept: true } } });

    await handler(aKinesisEvent([good]), aContext());

    expect(received).toMatchObject([{ left: [2], isKept: true }]);
  });

  it('of a frame that only fails are left of brings it again where the stage did not come to it', async () => {
    const known = { 'shard-0:1': { left: [], kept: false } };
    const outcomes = [{ ...done, isUntouched: true }, left];
    const { handler, progress } = aHandler({ known, outcomes, counts: { error: throttled } });

    const answer = await handler(aKinesisEvent([good, good]), aContext());

    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: '1' }]);
    expect(progress.items.get('shard-0:1')).toEqual({ left: [], kept: false });
  });

  it('that can not be had stops the stage before it does anything', async () => {
    const { handler, effects, progress } = aHandler();
    progress.find = async () => {
      throw new DependencyError('progress table: down');
    };

    await expect(handler(aKinesisEvent([good]), aContext())).rejects.toThrow(DependencyError);

    expect(effects).toEqual([]);
  });

  it('that can not be remembered fails no frame, whose work is done', async () => {
    const { handler, progress } = aHandler();
    progress.breakWrites();

    const answer = await handler(aKinesisEvent([good]), aContext());

    expect(answer).toEqual({ batchItemFailures: [] });
  });

  it('is not written where there is none', async () => {
    const { handler, effects } = aHandler({ outcomes: [left] });

    await handler(aKinesisEvent([good]), aContext());

    expect(effects).toEqual(['run 1']);
  });
});
