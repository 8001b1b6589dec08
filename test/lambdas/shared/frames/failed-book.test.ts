import { gunzipSync } from 'node:zlib';
import {
  failedBook,
  leastBytesIn,
  maxAmplification,
  maxDeliveredBytes,
} from '../../../../lambdas/shared/frames/failed-book.js';
import { failedLines } from '../../../../lambdas/shared/frames/failed-lines.js';
import { DependencyError } from '../../../../lambdas/shared/function/errors.js';
import { aFailedEvent } from '../../../factories/failed-events.js';
import { noise } from '../../../factories/texts.js';
import { fakeClock } from '../../../fakes/fake-clock.js';

const down = new DependencyError('down');
const mebibyte = 1024 * 1024;

/** Both stores in memory. */
function someStores({ firehose = undefined as Error | undefined, s3 = undefined as Error | undefined } = {}) {
  const effects: string[] = [];
  const written: Buffer[] = [];
  const times: number[] = [];
  const store = (name: string, error?: Error) => async (data: Uint8Array, remainingMs: () => number) => {
    effects.push(name);
    times.push(remainingMs());
    if (error) throw error;
    written.push(Buffer.from(data));
  };
  const refused = (error: Error) => void effects.push(`refused: ${error.message}`);
  const keepFailed = failedBook({ deliver: store('deliver', firehose), setAside: store('setAside', s3), refused });
  return { effects, times, keepFailed, written, text: () => gunzipSync(Buffer.concat(written)).toString('utf8') };
}

const linesOf = (events: Parameters<typeof failedLines>[0][]) => `${events.flatMap(failedLines).join('\n')}\n`;
const { remainingMs } = fakeClock(60_000);

describe('failedBook', () => {
  it('hands Firehose all that failed at a time as one record, a line an event', async () => {
    const { keepFailed, effects, text } = someStores();
    const events = [1, 2, 3].map((at) => aFailedEvent({ at }));

    await keepFailed(events, 2_000, remainingMs);

    expect(effects).toEqual(['deliver']);
    expect(text()).toBe(linesOf(events));
  });

  it('writes lines of 20 MiB a part at a time, in their order', async () => {
    const { keepFailed, text } = someStores();
    const events = Array.from({ length: 150 }, (_, at) => aFailedEvent({ at, raw: `${'x'.repeat(140_000)}${at}` }));

    await keepFailed(events, 100_000, remainingMs);

    expect(text() === linesOf(events)).toBe(true);
  });

  it('writes a raw text of 3 MiB in parts that join back', async () => {
    const { keepFailed, text } = someStores();
    const raw = noise(3 * mebibyte);

    await keepFailed([aFailedEvent({ raw })], 4 * mebibyte, remainingMs);

    const lines = text().trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).raw).join('') === raw).toBe(true);
  });

  it('sets aside what is more than its part of the quota, by the bytes that it came as', async () => {
    const [small, large] = [someStores(), someStores()];
    // Noise of so many characters is three quarters of it when compressed, and as much again as base64.
    const events = (length: number) => [aFailedEvent({ raw: noise(length) })];

    await small.keepFailed(events(maxAmplification * 10_000 - 2_000), 10_000, remainingMs);
    await large.keepFailed(events(maxAmplification * 10_000 + 2_000), 10_000, remainingMs);

    expect([small.effects, large.effects]).toEqual([['deliver'], ['setAside']]);
  });

  it('takes a request for a kilobyte at least: its line and its headers are not in the body', async () => {
    const { keepFailed, effects } = someStores();

    await keepFailed([aFailedEvent({ raw: noise(leastBytesIn) })], 1, remainingMs);

    expect(effects).toEqual(['deliver']);
  });

  it('sets aside what would be a quarter of a second of Firehose at once', async () => {
    const { keepFailed, effects } = someStores();

    await keepFailed([aFailedEvent({ raw: noise(2 * maxDeliveredBytes) })], 2 * maxDeliveredBytes, remainingMs);

    expect(effects).toEqual(['setAside']);
  });

  it('sets aside what Firehose does not take, and tells of it', async () => {
    const { keepFailed, effects, text } = someStores({ firehose: down });
    const events = [aFailedEvent()];

    await keepFailed(events, 1, remainingMs);

    expect(effects).toEqual(['deliver', 'refused: down', 'setAside']);
    expect(text()).toBe(linesOf(events));
  });

  it.each([
    [60_000, 1_500],
    [1_000, 500],
  ])('of %d ms waits for Firehose no longer than %d ms, and leaves the rest to S3', async (budget, patience) => {
    const { keepFailed, times } = someStores({ firehose: down });

    await keepFailed([aFailedEvent()], 1, () => budget);

    expect(times).toEqual([patience, budget]);
  });

  it('throws when neither takes them', async () => {
    const { keepFailed } = someStores({ firehose: down, s3: new DependencyError('no bucket') });

    await expect(keepFailed([aFailedEvent()], 1, remainingMs)).rejects.toThrow(new DependencyError('no bucket'));
  });

  it('hides no fault of its own behind another store', async () => {
    const { keepFailed, effects } = someStores({ firehose: new TypeError('x is not a function') });

    await expect(keepFailed([aFailedEvent()], 1, remainingMs)).rejects.toThrow(TypeError);
    expect(effects).toEqual(['deliver']);
  });
});
