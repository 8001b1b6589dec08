import { makeBatches } from '../../bench/make-events.js';
import { authorizationFor } from '../../cli/target/consumer-token.js';
import { storedEvents } from '../../cli/target/read-lake.js';
import { RunnerProcess } from '../../cli/target/runner-process.js';
import { removeState } from '../../local/disk/state-folder.js';

describe('Ctrl-C', () => {
  it('writes out what the Firehoses buffer, and exits with 0', async () => {
    // Stage dev keeps events for a minute before it writes a file.
    const runner = await RunnerProcess.start({ args: ['--stage', 'dev'] });
    const [body = ''] = makeBatches(10, 10, Date.now());
    const headers = await authorizationFor(runner.info);
    await fetch(`${runner.info.url}/v1/telemetry`, { method: 'POST', body, headers });

    const code = await runner.stop();

    expect(code).toBe(0);
    expect(storedEvents(runner.info)).toHaveLength(10);
    // All that a runner makes is known to be its own.
    expect(removeState(runner.state)).toMatchObject({ left: [], removed: expect.arrayContaining(['s3', 'secrets']) });
    runner.remove();
  }, 90_000);
});
