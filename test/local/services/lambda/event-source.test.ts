import { type Batch, done, useEventSources } from '../../../support/event-sources.js';
import { putTexts } from '../../../support/streams.js';
import { useTempFolder } from '../../../support/temp-folder.js';
import { aBarrier, until } from '../../../support/until.js';

const folder = useTempFolder();
const source = useEventSources(folder);
const texts = (count: number) => Array.from({ length: count }, (_, index) => `text-${index}`);

describe('an event source', () => {
  it('delivers what was there before it started, and what comes after, in order', async () => {
    const { poller, stream, batches } = source(() => done);
    putTexts(stream, ['a', 'b']);
    poller.start();
    await until(() => poller.isIdle);

    putTexts(stream, ['c']);
    await until(() => batches().flat().length === 3);

    expect(batches().flat()).toEqual(['a', 'b', 'c']);
  });

  it('hands over records as Lambda does', async () => {
    const { poller, stream, events } = source(() => done);
    const [sequenceNumber = ''] = putTexts(stream, ['a'], 1_700_000_000_123);

    poller.start();
    await until(() => poller.isIdle);

    expect(events).toEqual([
      {
        Records: [
          {
            kinesis: {
              kinesisSchemaVersion: '1.0',
              partitionKey: 'k',
              sequenceNumber,
              data: Buffer.from('a').toString('base64'),
              approximateArrivalTimestamp: 1_700_000_000.123,
            },
            eventSource: 'aws:kinesis',
            eventVersion: '1.0',
            eventID: `shardId-000000000000:${sequenceNumber}`,
            eventName: 'aws:kinesis:record',
            awsRegion: 'local-1',
            eventSourceARN: stream.arn,
          },
        ],
      },
    ]);
  });

  it('makes batches of at most the batch size', async () => {
    const { poller, stream, batches } = source(() => done, { batchSize: 2 });
    putTexts(stream, texts(5));

    poller.start();
    await until(() => poller.isIdle);

    expect(batches()).toEqual([['text-0', 'text-1'], ['text-2', 'text-3'], ['text-4']]);
  });

  it('makes batches that fit into an invocation', async () => {
    const { poller, stream, batches } = source(() => done, { batchSize: 100 });
    putTexts(
      stream,
      Array.from({ length: 5 }, () => 'x'.repeat(1_000_000)),
    );

    poller.start();
    await until(() => poller.isIdle);

    expect(batches().map((batch) => batch.length)).toEqual([4, 1]);
  });

  it('waits within its window until a batch is full', async () => {
    const { poller, stream, batches } = source(() => done, { batchSize: 2, windowMs: 3_600_000 });
    putTexts(stream, ['a']);
    poller.start();

    putTexts(stream, ['b']);
    await until(() => poller.isIdle);

    expect(batches()).toEqual([['a', 'b']]);
  });

  it('delivers a batch that is not full when its window has passed', async () => {
    const { poller, stream, batches } = source(() => done, { batchSize: 2, windowMs: 30 });
    putTexts(stream, ['a']);

    poller.start();
    await until(() => poller.isIdle);

    expect(batches()).toEqual([['a']]);
  });

  it('has one invocation at a time', async () => {
    let [now, most] = [0, 0];
    const { poller, stream } = source(
      async () => {
        most = Math.max(most, ++now);
        await new Promise(setImmediate);
        now--;
        return done;
      },
      { batchSize: 1 },
    );
    putTexts(stream, texts(10));

    poller.start();
    putTexts(stream, texts(10));
    await until(() => poller.isIdle);

    expect(most).toBe(1);
  });

  it('is not idle, and has saved nothing, before the function has answered', async () => {
    const barrier = aBarrier();
    const blocked = source(() => barrier.passed.then(() => done));
    putTexts(blocked.stream, ['a']);
    blocked.poller.start();
    await until(() => blocked.events.length === 1);
    const wasIdle = blocked.poller.isIdle;

    const restarted = source(() => done, { stream: blocked.stream });
    restarted.poller.start();
    await until(() => restarted.poller.isIdle);

    barrier.open();
    expect(wasIdle).toBe(false);
    expect(restarted.batches()).toEqual([['a']]);
  });

  it('does not deliver again after a restart what was done with', async () => {
    const first = source(() => done);
    putTexts(first.stream, ['a', 'b']);
    first.poller.start();
    await until(() => first.poller.isIdle);
    await first.poller.stop();
    putTexts(first.stream, ['c']);

    const second = source(() => done, { stream: first.stream });
    second.poller.start();
    await until(() => second.poller.isIdle);

    expect(second.batches()).toEqual([['c']]);
  });

  it('begins with the oldest record that is kept', async () => {
    const { poller, stream, batches } = source(() => done);
    putTexts(stream, ['a'], Date.now() - 7_200_000);

    poller.start();
    await until(() => poller.isIdle);

    expect(batches()).toEqual([['a']]);
  });
});

describe('stopping an event source', () => {
  it('ends one that waits for records', async () => {
    const { poller, stream, batches } = source(() => done);
    poller.start();

    await poller.stop();
    putTexts(stream, ['a']);

    expect(batches()).toEqual([]);
  });

  it('waits for the batch in hand, saves it, and begins no other', async () => {
    const barrier = aBarrier();
    const { poller, stream, batches } = source(() => barrier.passed.then(() => done), { batchSize: 1 });
    putTexts(stream, ['a', 'b']);
    poller.start();
    await until(() => batches().length === 1);

    const stopped = poller.stop();
    barrier.open();
    await stopped;

    expect(batches()).toEqual([['a']]);
    const next = source(() => done, { stream });
    next.poller.start();
    await until(() => next.poller.isIdle);
    expect(next.batches().flat()).toEqual(['b']);
  });

  it('gives up on nothing, although a batch fails then', async () => {
    const barrier = aBarrier();
    const failing = (_: Batch) => barrier.passed.then(() => ({ error: { errorType: 'E', errorMessage: 'm' } }));
    const { poller, stream, batches, undelivered } = source(failing);
    putTexts(stream, ['a']);
    poller.start();
    await until(() => batches().length === 1);

    const stopped = poller.stop();
    barrier.open();
    await stopped;

    expect(undelivered.size).toBe(0);
    expect(poller.isIdle).toBe(false);
  });
});
