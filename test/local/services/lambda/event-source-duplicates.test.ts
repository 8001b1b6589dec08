import { done, reporting, useEventSources } from '../../../support/event-sources.js';
import { failure } from '../../../support/functions.js';
import { putTexts } from '../../../support/streams.js';
import { useTempFolder } from '../../../support/temp-folder.js';
import { until } from '../../../support/until.js';

const folder = useTempFolder();
const source = useEventSources(folder);

/** Says so the first time alone. */
function once(): () => boolean {
  let asked = 0;
  return () => asked++ === 0;
}

describe('an event source that is told that a batch comes again', () => {
  it('delivers it a second time as it was, and goes on', async () => {
    const { poller, stream, batches, events } = source(() => done, { batchSize: 2, comesAgain: once() });
    putTexts(stream, ['a', 'b', 'c']);

    poller.start();
    await until(() => poller.isIdle);

    expect(batches()).toEqual([['a', 'b'], ['a', 'b'], ['c']]);
    expect(events[1]).toEqual(events[0]);
  });

  it('is asked after a success alone', async () => {
    const asked: number[] = [];
    const { poller, stream, batches } = source((_, call) => (call === 1 ? failure() : done), {
      retryAttempts: 1,
      bisect: false,
      comesAgain: () => asked.push(batches().length) < 0,
    });
    putTexts(stream, ['a']);

    poller.start();
    await until(() => poller.isIdle);

    expect([batches(), asked]).toEqual([[['a'], ['a']], [2]]);
  });

  it('takes what becomes of it the second time for the outcome', async () => {
    const { poller, stream, batches } = source((batch, call) => (call === 2 ? reporting(batch, 'b') : done), {
      retryAttempts: 1,
      comesAgain: once(),
    });
    putTexts(stream, ['a', 'b']);

    poller.start();
    await until(() => poller.isIdle);

    expect(batches()).toEqual([['a', 'b'], ['a', 'b'], ['b']]);
  });
});
