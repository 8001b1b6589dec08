import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeEvent } from '../../bench/make-events.js';
import { failedEvents, lakeFiles, storedEvents } from '../../cli/target/read-lake.js';
import { RunnerProcess } from '../../cli/target/runner-process.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import { removeState } from '../../local/disk/state-folder.js';
import type { Injected } from '../../local/faults/faults.js';
import { useTempFolder } from '../support/temp-folder.js';

const [batches, perBatch, lanes] = [150, 20, 3];
const patienceMs = 120_000;
const folder = useTempFolder();

/** 3,000 events, of each batch the last invalid; every tenth batch comes twice. */
function makeTraffic(ets: number) {
  const bodies = Array.from({ length: batches }, (_, batch) => {
    const events = Array.from({ length: perBatch }, (_, index) => makeEvent(batch * perBatch + index, ets));
    Object.assign(events.at(-1) ?? {}, { actor: { id: 'no type' } });
    return { params: { msgid: `faults-${batch}` }, id: 'api.sunbird.telemetry', ver: '3.0', events };
  });
  const midsOf = (from: number, to?: number) =>
    bodies.flatMap(({ events }) => events.slice(from, to).map(({ mid }) => String(mid)));
  const texts = bodies.map((body) => JSON.stringify(body));
  const twice = texts.filter((_, batch) => batch % 10 === 0);
  return { bodies: [...texts, ...twice], valid: midsOf(0, -1), invalid: midsOf(-1) };
}

/** Sends a batch again and again until it is answered with 200, as SDKs do. */
async function postUntilTaken(url: string, body: string): Promise<void> {
  const post = () =>
    fetch(`${url}/v1/telemetry`, { method: 'POST', body }).then(
      ({ status }) => status === 200,
      () => false,
    );
  if (!(await waitUntil(post, patienceMs))) throw new Error('a batch was never answered with 200');
}

/** Sends the traffic through a runner with a fault profile, and stops it when all of it is there. */
async function runUnder(profile: object) {
  const file = join(folder(), 'chaos.json');
  writeFileSync(file, JSON.stringify(profile));
  const runner = await RunnerProcess.start({ args: ['--faults', file] });
  try {
    const { bodies, valid, invalid } = makeTraffic(Date.now());
    const queue = [...bodies];
    const lane = async () => {
      for (let body = queue.shift(); body !== undefined; body = queue.shift()) {
        await postUntilTaken(runner.info.url, body);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    const stored = () => storedEvents(runner.info).map(({ mid, flags }) => ({ mid: String(mid), flags }));
    const lost = () => {
      const mids = new Set(stored().map(({ mid }) => mid));
      return valid.filter((mid) => !mids.has(mid));
    };
    await waitUntil(() => lost().length === 0, patienceMs);
    const code = await runner.stop();
    const failed = new Set(failedEvents(runner.info).map(({ event }) => (event as { mid: string }).mid));
    const { injected } = JSON.parse(readFileSync(join(runner.state, 'faults.json'), 'utf8')) as { injected: Injected };
    return {
      code,
      printed: runner.printed,
      stored: stored(),
      valid,
      lost: lost(),
      unaccounted: invalid.filter((mid) => !failed.has(mid)),
      undelivered: lakeFiles({ ...runner.info, lakeBucket: runner.info.undeliveredBucket }, ''),
      counts: Object.fromEntries(
        Object.entries(injected).map(([kind, at]) => [kind, Object.values(at).reduce((sum, count) => sum + count, 0)]),
      ),
      // Last: it takes all that is read above.
      leftByReset: removeState(runner.state)?.left,
    };
  } finally {
    await runner.kill();
    runner.remove();
  }
}

const nothingIsMissing = { code: 0, lost: [], unaccounted: [], undelivered: [], leftByReset: [] };

describe('3,000 events, a tenth sent twice and one in twenty invalid, on a runner with a fault profile', () => {
  it('of all kinds are neither lost nor taken for others', async () => {
    const rates = {
      throttle: 0.03,
      partial: 0.1,
      lostAnswer: 0.02,
      slow: 0.03,
      workerDeath: 0.003,
      duplicateDelivery: 0.2,
    };

    const { counts, printed, stored, valid, ...rest } = await runUnder({ seed: 163, rates, slowMs: 100 });

    expect(Object.entries(counts).filter(([, count]) => count < 3)).toEqual([]);
    expect(rest).toEqual(nothingIsMissing);
    expect(new Set(stored.map(({ mid }) => mid))).toEqual(new Set(valid));
    expect(stored.filter(({ flags }) => (flags as { mid_collision?: boolean })?.mid_collision)).toEqual([]);
    for (const [kind, count] of Object.entries(counts)) expect(printed).toContain(`faults: ${kind} ${count} (`);
  }, 300_000);

  it('without deaths and lost answers are stored once each', async () => {
    const rates = { throttle: 0.03, partial: 0.2, slow: 0.03, duplicateDelivery: 0.5 };

    const { counts, stored, valid, printed: _, ...rest } = await runUnder({ seed: 7, rates, slowMs: 100 });

    expect(Object.keys(rates).filter((kind) => (counts[kind] ?? 0) < 3)).toEqual([]);
    expect([counts.workerDeath, counts.lostAnswer]).toEqual([0, 0]);
    expect(rest).toEqual(nothingIsMissing);
    expect(stored.map(({ mid }) => mid).toSorted()).toEqual(valid.toSorted());
  }, 300_000);
});
