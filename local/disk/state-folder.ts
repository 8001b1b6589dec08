import { lstatSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileTrouble } from './file-trouble.js';
import { makeFolder } from './make-folder.js';
import { lookAtState, markOf, markState } from './state-mark.js';

/** Outputs of the stack that name a table of the lake, `database.table`. */
export const lakeTableOutputs = ['TelemetryTable', 'FailedEventsTable', 'SessionsTable'] as const;
type LakeTableOutput = (typeof lakeTableOutputs)[number];

/** What a running Sunstream tells other programs of this machine, in `<state>/running.json`. */
export interface RunningInfo {
  readonly pid: number;
  /** Without a slash at the end. */
  readonly url: string;
  readonly stage: string;
  /** Folder of the S3 objects, `<s3Folder>/<bucket>/<key>`. */
  readonly s3Folder: string;
  readonly logFolder: string;
  /** Names of the stack's buckets. */
  readonly lakeBucket: string;
  readonly undeliveredBucket: string;
  /** Name of the table of requests for data. */
  readonly exhaustJobsTable: string;
  /** Where and what the lake is asked: names of the workgroup, and of the tables with their databases, by their outputs. */
  readonly athena: {
    readonly workGroup: string;
    readonly database: string;
    readonly tables: Readonly<Record<LakeTableOutput, string>>;
  };
  /** Longest time that a Firehose holds events back before it writes a file. */
  readonly bufferMs: number;
  /** Service → URL, for SDK clients of this machine. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly region: string;
  /** A key that may do everything here; it changes with every start. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The OpenSearch of this machine, with its password, and whether its certificate is checked; absent, search is off. */
  readonly search?: { readonly url: string; readonly verifyTls: boolean } | undefined;
  /** ARN of the secret with the consumers; absent where telemetry takes no token. */
  readonly consumerSecrets?: string | undefined;
  /** ARNs of the state machines that put undelivered frames back, and judge failed events again. */
  readonly redriveStateMachine?: string | undefined;
  readonly replayStateMachine?: string | undefined;
  /** That which runs requests for data. */
  readonly exhaustStateMachine?: string | undefined;
  /** That which makes sessions of days. */
  readonly sessionsStateMachine?: string | undefined;
}

const infoName = 'running.json';
const infoFile = (state: string) => join(state, infoName);
const lockName = 'lock';
const lockFile = (state: string) => join(state, lockName);

/** The runner that is up on a state folder, if there is one. */
export function readRunning(state: string): RunningInfo | undefined {
  const info = readJson<RunningInfo>(state, infoName);
  return info && isAlive(info.pid) ? info : undefined;
}

/** Process that has a state folder, up or still starting. */
export function ownerOf(state: string): number | undefined {
  const pid = readJson<number>(state, lockName);
  return pid !== undefined && isAlive(pid) ? pid : undefined;
}

/**
 * Takes a folder for a runner: one that is absent, empty or marked as a runner's.
 *
 * @throws Error in one line when it is any other, can't be written, or another runner has it: two would write over each
 * other's logs
 */
export function claimState(state: string): void {
  const found = lookAtState(state);
  // What runs, and the secrets, lie in there: another user of this machine must not write or read it.
  makeFolder(state, { option: '--state', mode: 0o700 });
  try {
    // The mark first: a folder with a lock alone would be nobody's after a crash.
    markState(state, found);
    takeLock(state, 'Stop it, or choose another folder with --state.');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new Error(
      `${state}: expected a folder that can be written, found ${fileTrouble(error)}. Choose another with --state.`,
    );
  }
}

/** What `removeState` did. */
export interface Removed {
  /** Names in the folder that are gone. */
  readonly removed: readonly string[];
  /** Names of what the runner didn't make, which is there still. */
  readonly left: readonly string[];
  /** Whether the folder itself is gone; it stays where the runner didn't make it, and where something is left. */
  readonly isFolderRemoved: boolean;
}

/**
 * Removes what a runner made in its state folder, and the folder if it made that too. A link to one stays, and so does
 * what links in it lead to.
 *
 * @returns `undefined` where there is no folder, or nothing in it
 * @throws Error when a runner has it, or when it is some other folder
 */
export function removeState(state: string): Removed | undefined {
  const found = lookAtState(state);
  if (found.kind !== 'marked') return undefined;
  takeLock(state, 'Stop it first.');
  // The mark goes last: what could not be removed is a runner's still.
  for (const name of found.own) if (name !== lockName) rmSync(join(state, name), { recursive: true, force: true });
  for (const file of [lockFile(state), markOf(state)]) rmSync(file, { force: true });
  const left = readdirSync(state);
  const isFolderRemoved = found.madeFolder && left.length === 0 && !lstatSync(state).isSymbolicLink();
  if (isFolderRemoved) rmdirSync(state);
  return { removed: found.own.filter((name) => name !== lockName), left, isFolderRemoved };
}

/** @throws Error naming the process that has the folder, and what to do */
function takeLock(state: string, way: string): void {
  const owner = ownerOf(state);
  if (owner !== undefined) {
    throw new Error(
      `${state}: in use by process ${owner}. ${way} If that process is no runner, remove ${lockFile(state)}.`,
    );
  }
  rmSync(lockFile(state), { force: true });
  // `wx`: of two that come at the same moment one gets it, and the other an error.
  writeFileSync(lockFile(state), String(process.pid), { flag: 'wx' });
}

/** Says that the runner is up. */
export function announce(state: string, info: RunningInfo): void {
  writeFileSync(`${infoFile(state)}.new`, JSON.stringify(info, null, 2), { mode: 0o600 });
  renameSync(`${infoFile(state)}.new`, infoFile(state));
}

/** Frees the folder. */
export function withdraw(state: string): void {
  for (const file of [infoFile(state), lockFile(state)]) rmSync(file, { force: true });
}

/**
 * What a file of a state folder holds; `undefined` where there is none, or where a crash cut it short.
 *
 * @throws Error in one line when it can't be read, as when a file was named as the folder
 */
function readJson<T>(state: string, name: string): T | undefined {
  try {
    return JSON.parse(readFileSync(join(state, name), 'utf8')) as T;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(
      `${state}: expected the state folder of a runner, found ${fileTrouble(error)}. Name another with --state.`,
    );
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: somebody else's process, but a process.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
