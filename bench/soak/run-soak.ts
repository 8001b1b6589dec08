import { lakeFiles } from '../../cli/target/read-lake.js';
import { RunnerProcess } from '../../cli/target/runner-process.js';
import { repeatsFile } from '../../local/faults/faults.js';
import type { FaultKind } from '../../local/faults/kinds.js';
import { readInjected } from '../../local/faults/read-injected.js';
import { Course, type Progress } from './course.js';
import type { Finding } from './findings.js';
import { type Judgement, judgeLedger } from './judge-ledger.js';
import { Ledger } from './ledger.js';
import { readRepeats } from './read-repeats.js';
import { Traffic } from './traffic.js';

export interface SoakSettings {
  /** Events to send, the duplicates and the invalid ones among them. */
  readonly events: number;
  readonly seed: number;
  /** File of the fault profile. */
  readonly faults: string;
  /** State folder of the runner; absent, one of its own. */
  readonly state?: string | undefined;
  readonly onProgress: (progress: Progress) => void;
}

export interface SoakResult {
  readonly judgement: Judgement;
  /** What must not be, and is. */
  readonly findings: readonly Finding[];
  readonly faults: Readonly<Record<FaultKind, number>>;
  /** Answers that were not 2xx → how many. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Milliseconds from the first POST to the last event in the lake. */
  readonly ms: number;
  /** Resident memory of the runner at even steps of the traffic, and at its highest, MiB. */
  readonly memory: readonly number[];
  readonly peakMemory: number;
}

/** The stream that dedup reads: what is put there twice must be stored once. */
const beforeDedup = 'ingest-stream';

/** Sends the traffic through a runner under faults, and judges what came out. The runner has stopped when it returns. */
export async function soak(runner: RunnerProcess, settings: SoakSettings): Promise<SoakResult> {
  const { events, seed, onProgress } = settings;
  const traffic = new Traffic({ seed, events, since: Date.now() - events - 60_000 });
  const ledger = new Ledger(traffic);
  const course = new Course(runner, traffic, ledger, onProgress);
  const ms = await course.run();
  const code = await runner.stop();
  await course.readLake();

  if (code !== 0) ledger.findings.add('the runner did not end with 0', `${code}: ${runner.printed.slice(-200)}`);
  const undelivered = lakeFiles({ ...runner.info, lakeBucket: runner.info.undeliveredBucket }, '');
  for (const file of undelivered) ledger.findings.add('given up on', file);
  const repeats = await readRepeats(repeatsFile(runner.state), new Set(ledger.repeated.values()), beforeDedup);
  return {
    judgement: judgeLedger(traffic, ledger, repeats),
    findings: ledger.findings.all,
    faults: readInjected(runner.state),
    refusals: course.refusals,
    ms,
    memory: course.memory,
    peakMemory: course.peakMemory,
  };
}

/** A runner for a soak. */
export function startRunner({ faults, state }: SoakSettings): Promise<RunnerProcess> {
  return RunnerProcess.start({ args: ['--faults', faults], ...(state === undefined ? {} : { state }) });
}
