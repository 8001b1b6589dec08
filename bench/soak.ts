import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { RunnerProcess } from '../cli/target/runner-process.js';
import { runCommand, stateFolder } from '../cli/terminal/command.js';
import { projectRoot } from '../lib/project-root.js';
import { lookAtState } from '../local/disk/state-mark.js';
import { readProfile } from '../local/faults/read-profile.js';
import type { Progress } from './soak/course.js';
import { printReport, problemsOf, progressLine } from './soak/report.js';
import { type SoakSettings, soak, startRunner } from './soak/run-soak.js';
import { untilSignal } from './soak/until-signal.js';

const help = `npm run soak -- [options]    events through a runner under faults; each one is looked for in S3. Exit code 0 when
                             none is lost, and none stored twice but by a fault that explains it

  --events N     events to send, duplicates and invalid ones among them (default 1000000)
  --seed S       of the traffic, a whole number (default 1); the faults have their own, in the profile
  --faults FILE  fault profile (default docs/examples/soak.json)
  --state DIR    folder for the runner's state, empty or new (default: a temporary one)
  --keep         keeps that folder; after a failure it is kept anyway
  --help         this text

Ctrl-C and kill end its runner too, and remove a temporary folder; exit code 130 or 143.
`;

/** Time between two lines of progress, but for those at each tenth. */
const lineMs = 30_000;

async function main(): Promise<number> {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const settings = { ...options, onProgress: tellProgress() };
  const starting = startRunner(settings);
  return untilSignal(judge(starting, settings, options.keep), async () => {
    // One that did not come up has ended already, and taken its folder with it.
    const runner = await starting.catch(() => undefined);
    await runner?.kill();
    if (options.state === undefined && !options.keep) runner?.remove();
    else if (runner) console.log(`kept: ${runner.state}`);
  });
}

/** Runs a soak, and says how it ended. @returns the exit code */
async function judge(starting: Promise<RunnerProcess>, settings: SoakSettings, keep: boolean): Promise<number> {
  const runner = await starting;
  try {
    const result = await soak(runner, settings);
    console.log(`\n${printReport(result, settings.events)}\n`);
    const problems = problemsOf(result, settings);
    if (problems.length > 0) {
      console.error(`FAILED\n  ${problems.join('\n  ')}\n`);
      console.error(
        `All is kept in ${runner.state}: s3/ has the events, logs/ the functions' words, kinesis/ the frames,`,
      );
      console.error('faults.json and faults/may-repeat.jsonl what was injected.');
      return 1;
    }
    if (keep) console.log(`kept: ${runner.state}`);
    else runner.remove();
    return 0;
  } finally {
    await runner.kill();
  }
}

function readOptions(): Omit<SoakSettings, 'onProgress'> & { readonly help: boolean; readonly keep: boolean } {
  const { values } = parseArgs({
    options: {
      events: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
      faults: { type: 'string', default: resolve(projectRoot, 'docs/examples/soak.json') },
      state: { type: 'string' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const whole = (name: 'events' | 'seed', least: number) => {
    const value = Number(values[name]);
    if (Number.isSafeInteger(value) && value >= least && value < 2 ** 32) return value;
    throw new Error(`--${name}: expected a whole number from ${least} to ${2 ** 32 - 1}, found "${values[name]}".`);
  };
  const state = values.state === undefined ? undefined : stateFolder(values.state);
  if (state && lookAtState(state).kind === 'marked') {
    throw new Error(`${state}: expected an empty folder or none, found one with the state of a runner.`);
  }
  // Said here in one line; the runner would say it too, but from another process.
  if (!values.help) readProfile(values.faults);
  const { faults, keep, help } = values;
  return { events: whole('events', 1), seed: whole('seed', 0), faults: resolve(faults), state, keep, help };
}

/** Prints a line at each tenth, and now and then between. */
function tellProgress(): (progress: Progress) => void {
  let [tenth, toldAt] = [0, Date.now()];
  return (progress) => {
    const now = Math.floor(progress.share * 10);
    if (now === tenth && Date.now() - toldAt < lineMs) return;
    [tenth, toldAt] = [now, Date.now()];
    console.log(progressLine(progress));
  };
}

runCommand(main);
