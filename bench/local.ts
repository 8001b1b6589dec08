import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { gunzipSync } from 'node:zlib';
import { lakeFiles } from '../cli/target/read-lake.js';
import { RunnerProcess } from '../cli/target/runner-process.js';
import { waitUntil } from '../cli/terminal/wait-until.js';
import { benchCommand } from './bench-command.js';
import { makeBatches } from './make-events.js';
import { postBatches } from './post-batches.js';

const help = `npm run bench:local -- [options]    events a second through the local runner, from the first POST to files in S3

  --events N        distinct events (default 100000)
  --batch N         events a batch (default 100)
  --connections N   connections that post (default 8)
  --rounds N        rounds, each on a fresh runner; the median is printed (default 3)
`;

type Settings = Readonly<Record<'events' | 'batch' | 'connections' | 'rounds', number>>;

async function bench({ events, batch, connections, rounds }: Settings): Promise<void> {
  const machine = `${cpus().length} x ${cpus()[0]?.model}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`;
  console.log(
    `${events} events of ${Math.round(sizeOfEvent(batch))} bytes, ${batch} a batch, ${connections} connections; ${machine}`,
  );
  const rates: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const { accepted, stored, cpu } = await once(events, batch, connections);
    rates.push(stored);
    console.log(
      `round ${round}: accepted ${accepted} events/s, in S3 ${stored} events/s, runner's CPU ${cpu} µs an event`,
    );
  }
  console.log(
    `median: ${rates.sort((a, b) => a - b)[Math.floor(rates.length / 2)]} events/s from the first POST to the last event in S3`,
  );
}

async function once(events: number, batch: number, connections: number) {
  const runner = await RunnerProcess.start();
  try {
    await postBatches(runner.info.url, makeBatches(batch * 10, batch, Date.now() - 3_600_000), connections);
    await storedCount(runner, batch * 10);
    const bodies = makeBatches(events, batch, Date.now());
    const cpuBefore = cpuSeconds(runner);

    const startedAt = performance.now();
    const answers = await postBatches(runner.info.url, bodies, connections);
    const acceptedAt = performance.now();
    await storedCount(runner, events + batch * 10);
    const storedAt = performance.now();

    if (answers.get(200) !== bodies.length) throw new Error(`expected only 200, found ${JSON.stringify([...answers])}`);
    const rate = (until: number) => Math.round(events / ((until - startedAt) / 1_000));
    return {
      accepted: rate(acceptedAt),
      stored: rate(storedAt),
      cpu: Math.round(((cpuSeconds(runner) - cpuBefore) * 1e6) / events),
    };
  } finally {
    await runner.kill();
    runner.remove();
  }
}

/** Waits until so many lines are in `telemetry/`; each file is read once. */
async function storedCount({ info }: RunnerProcess, expected: number): Promise<void> {
  const counted = new Map<string, number>();
  const isThere = () => {
    for (const file of lakeFiles(info, 'telemetry')) {
      if (!counted.has(file)) counted.set(file, countLines(file));
    }
    return [...counted.values()].reduce((sum, count) => sum + count, 0) >= expected;
  };
  if (!(await waitUntil(isThere, 300_000))) throw new Error(`expected ${expected} events in S3 within 5 minutes`);
}

function countLines(file: string): number {
  const text = gunzipSync(readFileSync(file));
  let lines = 0;
  for (let at = text.indexOf(10); at !== -1; at = text.indexOf(10, at + 1)) lines++;
  return lines;
}

/** User and system time of the runner, all threads; "proc(5)": ticks of a hundredth of a second. */
function cpuSeconds({ info }: RunnerProcess): number {
  if (process.platform !== 'linux') return Number.NaN;
  const fields = readFileSync(`/proc/${info.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function sizeOfEvent(batch: number): number {
  return (makeBatches(batch, batch, Date.now())[0]?.length ?? 0) / batch;
}

benchCommand(
  help,
  { events: { default: 100_000 }, batch: { default: 100 }, connections: { default: 8 }, rounds: { default: 3 } },
  bench,
);
