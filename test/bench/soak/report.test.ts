import { printReport, problemsOf } from '../../../bench/soak/report.js';
import type { SoakResult, SoakSettings } from '../../../bench/soak/run-soak.js';
import { kindNames } from '../../../local/faults/kinds.js';

const flat = Array.from({ length: 60 }, () => 500);
const growing = flat.map((memory, step) => memory + step * 10);

function aResult(overrides: Partial<SoakResult> = {}): SoakResult {
  const sent = { original: 870, duplicate: 100, collision: 10, invalid: 20 };
  const counts = { storedTwice: 3, extraLines: 4, unexplained: 0, extraFailed: 1, generated: 8 };
  return {
    judgement: { sent, stored: 880, failed: 20, lost: 0, ...counts },
    findings: [],
    faults: Object.fromEntries(kindNames.map((kind) => [kind, 1_000])) as SoakResult['faults'],
    refusals: { 500: 7 },
    ms: 2_000,
    memory: flat,
    peakMemory: 600,
    ...overrides,
  };
}

const settings = (events: number): SoakSettings => ({ events, seed: 1, faults: 'soak.json', onProgress: () => {} });

describe('the report of a soak', () => {
  it('has no problem where nothing was found, there were enough faults, and memory stayed', () => {
    expect(problemsOf(aResult(), settings(1_000_000))).toEqual([]);
  });

  it('prints the books and what may be asked of a soak', () => {
    const report = printReport(aResult(), 1_000);

    expect(report).toContain('sent 1,000 = 880 in telemetry/ + 100 sent again + 20 in failed/');
    expect(report).toMatch(/lost +0\n/);
    expect(report).toMatch(/stored twice +3 events, 4 lines\n.+ 4\n +unexplained +0\n/);
    expect(report).toMatch(/faults: workerDeath +1,000\n/);
    expect(report).toMatch(/try again +500 7 times\n +duration +2 s, 500 events\/s\n.+ 600 MiB/);
  });

  it('prints books that are not balanced as such', () => {
    const { judgement } = aResult();

    expect(printReport(aResult({ judgement: { ...judgement, stored: 879 } }), 1_000)).toContain(
      'sent 1,000 ≠ 879 in telemetry/',
    );
  });

  it.each([
    ['what was found', { findings: [{ kind: 'lost', count: 1, examples: ['LOG:1'] }] }, 50_000, 'lost: 1'],
    ['a kind of fault that never was', { faults: { ...aResult().faults, slow: 0 } }, 50_000, 'slow: 0'],
    ['too few faults of a kind', { faults: { ...aResult().faults, slow: 999 } }, 1_000_000, 'slow: 999'],
    ['memory that grew', { memory: growing }, 200_000, 'memory grew'],
  ])('has a problem with %s', (_, overrides, events, problem) => {
    expect(problemsOf(aResult(overrides), settings(events))).toEqual([expect.stringContaining(problem)]);
  });

  it('does not judge the memory of a short soak', () => {
    expect(problemsOf(aResult({ memory: growing }), settings(50_000))).toEqual([]);
  });
});
