import { type Batch, done, useEventSources } from '../../../support/event-sources.js';
import { failure } from '../../../support/functions.js';
import { putTexts } from '../../../support/streams.js';
import { useTempFolder } from '../../../support/temp-folder.js';
import { until } from '../../../support/until.js';

// Back-off is checked by the waits that are asked for, and costs no time.
const mockWaits: number[] = [];
jest.mock('node:timers/promises', () => ({
  ...jest.requireActual('node:timers/promises'),
  setTimeout: (ms: number) => {
    mockWaits.push(ms);
    return new Promise((resolve) => setImmediate(resolve));
  },
}));

const folder = useTempFolder();
const source = useEventSources(folder);
const has = (batch: Batch, text: string) => batch.some((record) => record.text === text);

beforeEach(() => mockWaits.splice(0));

describe('a function that throws', () => {
  const poisoned = (batch: Batch) => (has(batch, 'poison') ? failure('bad record') : done);

  it('has its batch halved until the poison record is alone, which goes to the destination; the others arrive once', async () => {
    const handled: string[] = [];
    const { poller, stream, undeliveredTexts } = source((batch) => {
      const outcome = poisoned(batch);
      if (!outcome.error) handled.push(...batch.map(({ text }) => text));
      return outcome;
    });
    putTexts(stream, ['a', 'b', 'c', 'poison', 'd', 'e', 'f']);

    poller.start();
    await until(() => poller.isIdle);

    expect(undeliveredTexts()).toEqual([['poison']]);
    expect(handled).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('gets a batch whole again where the mapping does not halve, and after the retries all of it is given up', async () => {
    const { poller, stream, batches, undeliveredTexts } = source(poisoned, { bisect: false, retryAttempts: 1 });
    putTexts(stream, ['a', 'poison', 'b']);

    poller.start();
    await until(() => poller.isIdle);

    expect(batches()).toEqual([
      ['a', 'poison', 'b'],
      ['a', 'poison', 'b'],
    ]);
    expect(undeliveredTexts()).toEqual([['a', 'poison', 'b']]);
  });

  it('leaves an object with the whole invocation under a key of the source, shard and day', async () => {
    const { poller, stream, undelivered, events } = source(poisoned);
    const [sequenceNumber = ''] = putTexts(stream, ['poison']);

    poller.start();
    await until(() => poller.isIdle);

    const [[key, body] = ['', '{}']] = [...undelivered];
    const { payload, ...envelope } = JSON.parse(body);
    expect(key).toMatch(
      /^aws\/lambda\/dedup-source\/shardId-000000000000\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f-]{36}$/,
    );
    expect(envelope).toEqual({
      requestContext: {
        requestId: expect.any(String),
        functionArn: 'arn:aws:lambda:local-1:000000000000:function:dedup-function',
        condition: 'RetryAttemptsExhausted',
      },
      version: '1.0',
      timestamp: expect.any(String),
      KinesisBatchInfo: {
        shardId: 'shardId-000000000000',
        startSequenceNumber: sequenceNumber,
        endSequenceNumber: sequenceNumber,
        batchSize: 1,
        streamArn: stream.arn,
      },
    });
    expect(JSON.parse(payload)).toEqual(events[0]);
  });

  it('is given time between retries, twice as much each time and at most five seconds', async () => {
    const { poller, stream } = source(poisoned, { retryAttempts: 9 });
    putTexts(stream, ['poison']);

    poller.start();
    await until(() => poller.isIdle);

    expect(mockWaits).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000]);
  });

  it('is told of in one line a time', async () => {
    const { poller, stream, lines } = source((_, call) => (call === 1 ? failure('no table') : done), {
      retryAttempts: 1,
    });
    putTexts(stream, ['a']);

    poller.start();
    await until(() => poller.isIdle);

    expect(lines).toEqual(['dedup-function: 1 records from shardId-000000000000 come again: Error: no table']);
  });

  it('does not get again what has grown too old; that goes to the destination, the young comes again', async () => {
    const { poller, stream, batches, undelivered, undeliveredTexts } = source(
      (_, call) => (call === 1 ? failure() : done),
      { retryAttempts: 5, bisect: false, maxRecordAgeMs: 60_000 },
    );
    putTexts(stream, ['old', 'older'], Date.now() - 120_000);
    putTexts(stream, ['young']);

    poller.start();
    await until(() => poller.isIdle);

    expect(batches()).toEqual([['old', 'older', 'young'], ['young']]);
    expect(undeliveredTexts()).toEqual([['old', 'older']]);
    expect([...undelivered.values()].map((body) => JSON.parse(body).requestContext.condition)).toEqual([
      'RecordAgeExceeded',
    ]);
  });
});

describe('the on-failure destination', () => {
  it('that does not take an object gets it again, and nothing is lost', async () => {
    const kept: string[] = [];
    const keepUndelivered = jest
      .fn(async (_: string, body: string) => void kept.push(body))
      .mockRejectedValueOnce(new Error('no space'));
    const { poller, stream, lines } = source((batch) => (has(batch, 'a') ? failure() : done), {
      keepUndelivered,
      batchSize: 1,
    });
    putTexts(stream, ['a', 'b']);

    poller.start();
    await until(() => poller.isIdle);

    expect(kept).toHaveLength(1);
    expect(lines).toContainEqual(expect.stringContaining('no space'));
  });
});
