import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printReport, problemsOf } from '../../bench/soak/report.js';
import { soak, startRunner } from '../../bench/soak/run-soak.js';
import type { FaultProfile } from '../../local/faults/kinds.js';
import { useTempFolder } from './temp-folder.js';

/** Sends events through a runner under faults, and asks of each one where it went. */
export function describeSoak(events: number, rates: FaultProfile['rates']): void {
  const folder = useTempFolder();

  describe(`${events.toLocaleString('en')} events under faults, a tenth sent twice, 2 % invalid, and some under the mid of another`, () => {
    it('are each in S3 or in the failed book, and none is there twice but by a fault that explains it', async () => {
      const faults = join(folder(), 'soak.json');
      writeFileSync(faults, JSON.stringify({ seed: 20, rates, slowMs: 100 }));
      const settings = { events, seed: 1, faults, onProgress: () => {} };
      const runner = await startRunner(settings);
      try {
        const result = await soak(runner, settings);

        console.log(printReport(result, settings.events));
        expect(problemsOf(result, settings)).toEqual([]);
        expect(result.judgement).toMatchObject({ lost: 0, unexplained: 0 });
        expect(result.judgement.sent.duplicate).toBeGreaterThan(events * 0.08);
        expect(result.judgement.sent.collision).toBeGreaterThan(events * 0.004);
      } finally {
        await runner.kill();
        runner.remove();
      }
    }, 600_000);
  });
}
