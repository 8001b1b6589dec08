import { makeEvent } from '../../bench/make-events.js';
import { postBatches } from '../../bench/post-batches.js';
import { areBalanced, readBooks } from '../../cli/commands/demo/session-books.js';
import { archivedEvents, failedEvents, storedEvents } from '../../cli/target/read-lake.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import { useRunner } from '../support/use-runner.js';

const batchSize = 100;
const batches = 100;

/** 10,000 events: 500 of them invalid, 100 SHAREs of two items; every fifth batch comes twice, half of those twice at the same moment. */
function makeTraffic() {
  const ets = Date.now();
  const bodies = Array.from({ length: batches }, (_, batch) => {
    const events = Array.from({ length: batchSize }, (_, index) => {
      const event = makeEvent(batch * batchSize + index, ets);
      if (index === 50) return { ...event, eid: 'SHARE', edata: { items: [{ id: 'do_1', params: [{}, {}] }] } };
      return index % 20 === 7 ? { ...event, actor: { id: 'no type' } } : event;
    });
    return JSON.stringify({ id: 'api.sunbird.telemetry', ver: '3.0', params: { msgid: `books-${batch}` }, events });
  });
  const twice = bodies.filter((_, batch) => batch % 5 === 0);
  return { atOnce: [...bodies, ...twice.slice(0, 10)], later: twice.slice(10), twice: twice.length };
}

describe('the books of 10,000 events, a fifth of them sent twice and one in twenty invalid', () => {
  const runner = useRunner();
  const { atOnce, later, twice } = makeTraffic();
  const received = (batches + twice) * batchSize;

  beforeAll(async () => {
    await postBatches(runner.info.url, atOnce, 8);
    await postBatches(runner.info.url, later, 8);
    await waitUntil(() => archivedEvents(runner.info) + failedEvents(runner.info).length >= received, 60_000);
    await waitUntil(() => areBalanced(readBooks(runner.info)), 60_000);
  }, 150_000);

  it('balance to the event: received = stored + duplicate + failed', () => {
    const invalidPerBatch = batchSize / 20;

    expect(readBooks(runner.info)).toEqual({
      received,
      stored: batches * (batchSize - invalidPerBatch),
      duplicate: twice * (batchSize - invalidPerBatch),
      failed: (batches + twice) * invalidPerBatch,
      generated: batches * 2,
      unreadable: [],
    });
  });

  it('agree with the archive, which holds each valid event as often as it came', () => {
    const { received, failed } = readBooks(runner.info);

    expect(archivedEvents(runner.info)).toBe(received - failed);
  });

  it('hold each valid event once', () => {
    const mids = storedEvents(runner.info).map(({ mid }) => mid);

    expect(new Set(mids).size).toBe(mids.length);
  });

  it('say of each failed event what was expected and found', () => {
    const messages = new Set(failedEvents(runner.info).map(({ reason, message }) => `${reason} ${message}`));

    expect([...messages]).toEqual(['envelope /actor/type: expected string, found nothing']);
  });

  it('leave nothing undelivered and nothing denied', () => {
    expect(runner.printed).not.toMatch(/denied|come again|gave up/);
  });
});
