import { makeBatches } from '../../bench/make-events.js';
import { storedEvents } from '../../cli/target/read-lake.js';
import { RunnerProcess } from '../../cli/target/runner-process.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';

interface Posted {
  readonly events: { mid: string }[];
}

/** Posts one batch after the other until the runner is gone. @returns the mids of the batches that were answered 200 */
async function postUntilGone(url: string, bodies: readonly string[], accepted: string[]): Promise<void> {
  for (const body of bodies) {
    try {
      const answer = await fetch(`${url}/v1/telemetry`, { method: 'POST', body });
      if (answer.status !== 200) return;
      accepted.push(...(JSON.parse(body) as Posted).events.map(({ mid }) => mid));
    } catch {
      return;
    }
  }
}

describe('a runner that is killed with kill -9', () => {
  it('has lost nothing that it had accepted, after a restart', async () => {
    const first = await RunnerProcess.start();
    const accepted: string[] = [];
    const lanes = [1, 2, 3].map((lane) => makeBatches(20_000, 50, Date.now() + lane * 1_000_000));
    const posting = lanes.map((bodies) => postUntilGone(first.info.url, bodies, accepted));
    await waitUntil(() => accepted.length > 3_000 && storedEvents(first.info).length > 0, 60_000);

    await first.kill();
    await Promise.all(posting);
    const second = await RunnerProcess.start({ state: first.state });
    const missing = () => {
      const stored = new Set(storedEvents(second.info).map(({ mid }) => mid));
      return accepted.filter((mid) => !stored.has(mid));
    };
    await waitUntil(() => missing().length === 0, 60_000);

    expect(accepted.length).toBeGreaterThan(3_000);
    expect(missing()).toEqual([]);
    await second.kill();
    second.remove();
  }, 180_000);
});
