import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printReport, problemsOf } from '../../bench/soak/report.js';
import { soak, startRunner } from '../../bench/soak/run-soak.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

/** Fewer deaths and slow answers than docs/examples/soak.json has: both cost time, and each kind is to occur. */
const profile = {
  seed: 20,
  rates: { throttle: 0.01, partial: 0.02, lostAnswer: 0.01, slow: 0.005, workerDeath: 0.002, duplicateDelivery: 0.5 },
  slowMs: 100,
};

describe('50,000 events under faults, a tenth sent twice, 2 % invalid, and some under the mid of another', () => {
  it('are each in S3 or in the failed book, and none is there twice but by a fault that explains it', async () => {
    const faults = join(folder(), 'soak.json');
    writeFileSync(faults, JSON.stringify(profile));
    const settings = { events: 50_000, seed: 1, faults, onProgress: () => {} };
    const runner = await startRunner(settings);
    try {
      const result = await soak(runner, settings);

      console.log(printReport(result, settings.events));
      expect(problemsOf(result, settings)).toEqual([]);
      expect(result.judgement).toMatchObject({ lost: 0, unexplained: 0 });
      expect(result.judgement.sent.duplicate).toBeGreaterThan(4_000);
      expect(result.judgement.sent.collision).toBeGreaterThan(200);
    } finally {
      await runner.kill();
      runner.remove();
    }
  }, 600_000);
});
