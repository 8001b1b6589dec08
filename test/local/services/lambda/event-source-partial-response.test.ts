import { type Batch, done, reporting, useEventSources } from '../../../support/event-sources.js';
import { putTexts } from '../../../support/streams.js';
import { useTempFolder } from '../../../support/temp-folder.js';
import { aBarrier, until } from '../../../support/until.js';

// Back-off costs no time here.
jest.mock('node:timers/promises', () => ({
  ...jest.requireActual('node:timers/promises'),
  setTimeout: () => new Promise((resolve) => setImmediate(resolve)),
}));

const folder = useTempFolder();
const source = useEventSources(folder);
const has = (batch: Batch, text: string) => batch.some((record) => record.text === text);

describe('a partial response', () => {
  it('brings back the lowest record that it reports, and those after it', async () => {
    const { poller, stream, batches, undelivered } = source((batch, call) =>
      call === 1 ? reporting(batch, 'd', 'c') : done,
    );
    putTexts(stream, ['a', 'b', 'c', 'd', 'e']);

    poller.start();
    await until(() => poller.isIdle);

    expect(batches()).toEqual([
      ['a', 'b', 'c', 'd', 'e'],
      ['c', 'd', 'e'],
    ]);
    expect(undelivered.size).toBe(0);
  });

  it('has the records before the reported one saved, should the runner end there', async () => {
    const barrier = aBarrier();
    const first = source((batch, call) => (call === 1 ? reporting(batch, 'b') : barrier.passed.then(() => done)));
    putTexts(first.stream, ['a', 'b']);
    first.poller.start();
    await until(() => first.events.length === 2);

    const second = source(() => done, { stream: first.stream });
    second.poller.start();
    await until(() => second.poller.isIdle);

    barrier.open();
    expect(second.batches()).toEqual([['b']]);
  });

  it('that gets on uses up no retry', async () => {
    const failingOnce = (batch: Batch) => (batch.length > 1 ? reporting(batch, batch[1]?.text ?? '') : done);
    const { poller, stream, batches, undelivered } = source(failingOnce, { retryAttempts: 0 });
    putTexts(stream, ['a', 'b', 'c', 'd']);

    poller.start();
    await until(() => poller.isIdle);

    expect(batches().map((batch) => batch.join(''))).toEqual(['abcd', 'bcd', 'cd', 'd']);
    expect(undelivered.size).toBe(0);
  });

  it('that reports the same record until the retries are used up sends the whole rest to the destination', async () => {
    const { poller, stream, batches, undeliveredTexts, lines } = source(
      (batch) => (has(batch, 'b') ? reporting(batch, 'b') : done),
      { retryAttempts: 2, batchSize: 3 },
    );
    putTexts(stream, ['a', 'b', 'c', 'd']);

    poller.start();
    await until(() => poller.isIdle);

    expect(batches().map((batch) => batch.join(''))).toEqual(['abc', 'bc', 'bc', 'bc', 'd']);
    expect(undeliveredTexts()).toEqual([['b', 'c']]);
    expect(lines.at(-1)).toBe(
      'dedup-function: gave up on 2 records (RetryAttemptsExhausted); they are in the undelivered bucket',
    );
  });

  it.each([
    ['an identifier that is not in the batch', 'nobody'],
    ['an empty identifier', ''],
  ])('with %s fails the whole batch', async (_, identifier) => {
    const { poller, stream, batches } = source(
      (batch, call) => (call === 1 ? reporting(batch, 'b', identifier) : done),
      {
        retryAttempts: 1,
      },
    );
    putTexts(stream, ['a', 'b']);

    poller.start();
    await until(() => poller.isIdle);

    expect(batches().map((batch) => batch.join(''))).toEqual(['ab', 'ab']);
  });

  it.each([
    ['an empty list', { batchItemFailures: [] }],
    ['no list', {}],
    ['null in its place', { batchItemFailures: null }],
    ['nothing at all', null],
  ])('of %s is success', async (_, result) => {
    const { poller, stream, batches, lines } = source(() => ({ result }));
    putTexts(stream, ['a', 'b']);

    poller.start();
    await until(() => poller.isIdle);

    expect(batches()).toEqual([['a', 'b']]);
    expect(lines).toEqual([]);
  });

  it('means nothing where the mapping does not ask for it', async () => {
    const { poller, stream, batches } = source((batch) => reporting(batch, 'a'), { partialResponse: false });
    putTexts(stream, ['a', 'b']);

    poller.start();
    await until(() => poller.isIdle);

    expect(batches()).toEqual([['a', 'b']]);
  });
});
