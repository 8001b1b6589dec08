import '../../fakes/lambda-environment.js';
import { DependencyError } from '../../../lambdas/shared/errors.js';
import { type Stage, type StageOutcome, streamStage } from '../../../lambdas/shared/stream-stage.js';
import { aFrame, aHeader } from '../../factories/frames.js';
import { aContext, aKinesisEvent } from '../../factories/kinesis-events.js';
import { fakeConsole } from '../../fakes/fake-console.js';
import { fakeFailedBook } from '../../fakes/fake-failed-book.js';

const good = aFrame().data;
const bad = Buffer.from('not gzip');

let output: ReturnType<typeof fakeConsole>;

beforeEach(() => {
  output = fakeConsole();
});

afterEach(() => jest.restoreAllMocks());

/** A stage that ends as it is told, or by default takes all. */
function aStage(outcome?: Partial<StageOutcome>) {
  const effects: string[] = [];
  const received: Parameters<Stage>[0][number][] = [];
  const run: Stage = async (frames) => {
    effects.push(`run ${frames.length}`);
    received.push(...frames);
    return { received: frames.length, forwarded: frames.length, ...outcome };
  };
  return { effects, received, run };
}

function aHandler(outcome?: Partial<StageOutcome>, error?: Error) {
  const stage = aStage(outcome);
  const book = fakeFailedBook({ effects: stage.effects, error });
  return { ...stage, kept: book.kept, handler: streamStage('dedup', stage.run, book.keepFailed) };
}

describe('the handler of a stream stage', () => {
  it('hands the stage the frames with their owner, their key and their bytes', async () => {
    const { handler, received } = aHandler();

    const answer = await handler(aKinesisEvent([good, good]), aContext());

    const { entries, lines } = aFrame();
    const frame = { header: aHeader(), entries, lines, partitionKey: 'batch-1', data: good };
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(received).toEqual([
      { ...frame, owner: 'shard-0:1' },
      { ...frame, owner: 'shard-0:2' },
    ]);
  });

  it('keeps back some of the time, so that the answer still leaves', async () => {
    const times: number[] = [];
    const run: Stage = async (_, remainingMs) => {
      times.push(remainingMs());
      return { received: 0, forwarded: 0 };
    };

    await streamStage('dedup', run, async () => undefined)(aKinesisEvent([good]), aContext(10_000));

    expect(times).toEqual([7_000]);
  });

  it.each([
    [0, '1'],
    [2, '3'],
  ])('reports the record of frame %d when that could not be passed on', async (firstUndone, itemIdentifier) => {
    const { handler } = aHandler({ firstUndone, error: new Error('throttled') });

    const answer = await handler(aKinesisEvent([good, good, good]), aContext());

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier }] });
  });

  it('reports the right record also when records that are no frames lie before it', async () => {
    const { handler } = aHandler({ firstUndone: 1, error: new Error('throttled') });

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

  it('does not keep what is no frame behind a frame that comes again, since it comes again as well', async () => {
    const { handler, kept } = aHandler({ firstUndone: 1, error: new Error('throttled') });

    await handler(aKinesisEvent([bad, good, good, bad]), aContext());

    expect(kept).toHaveLength(1);
    expect(output.failedByReason()).toEqual({ 'malformed-frame': 1 });
  });

  it('keeps nothing when there is nothing to keep', async () => {
    const { handler, effects } = aHandler();

    await handler(aKinesisEvent([good]), aContext());

    expect(effects).toEqual(['run 1']);
  });

  it('rejects when the stage throws, so that Lambda halves the batch', async () => {
    const run: Stage = async () => {
      throw new DependencyError('DynamoDB table claims: down');
    };

    const answer = streamStage('dedup', run, async () => undefined)(aKinesisEvent([good]), aContext());

    await expect(answer).rejects.toThrow(DependencyError);
  });

  it('rejects when the failed book does not take what is no frame, so that nothing is lost', async () => {
    const { handler } = aHandler({}, new DependencyError('Firehose failed: down'));

    await expect(handler(aKinesisEvent([bad, good]), aContext())).rejects.toThrow(DependencyError);
  });

  it('counts what the stage did, in one line of metrics', async () => {
    const { handler } = aHandler({ received: 5, forwarded: 2, duplicate: 2, failed: [{ reason: 'too-large' }] });

    await handler(aKinesisEvent([good]), aContext());

    const names = ['received', 'forwarded', 'duplicate', 'failed'];
    expect(names.map(output.metric)).toEqual([5, 2, 2, 1]);
    expect(output.failedByReason()).toEqual({ 'too-large': 1 });
  });

  it('counts what the stage generated, apart from what it received', async () => {
    const { handler } = aHandler({ received: 1, forwarded: 1, generated: 3 });

    await handler(aKinesisEvent([good]), aContext());

    expect(['received', 'forwarded', 'generated'].map(output.metric)).toEqual([1, 1, 3]);
  });

  it('receives in its metrics as much as it forwards, drops and fails, what is no frame included', async () => {
    const { handler } = aHandler({ received: 3, forwarded: 2, duplicate: 1 });

    await handler(aKinesisEvent([bad, good, bad]), aContext());

    const [received = 0, ...ends] = ['received', 'forwarded', 'duplicate', 'failed'].map(output.metric);
    expect(output.metric('failed')).toBe(2);
    expect(received).toBe(ends.reduce((sum, end) => sum + end, 0));
  });
});
