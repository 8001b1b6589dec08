import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
  /** That which makes sessions of days. */
  readonly sessionsStateMachine?: string | undefined;
}

const infoFile = (state: string) => join(state, 'running.json');
const lockFile = (state: string) => join(state, 'lock');
const markFile = (state: string) => join(state, 'made-by-sunstream');

/** The runner that is up on a state folder, if there is one. */
export function readRunning(state: string): RunningInfo | undefined {
  const info = readJson<RunningInfo>(infoFile(state));
  return info && isAlive(info.pid) ? info : undefined;
}

/** Process that has a state folder, up or still starting. */
export function ownerOf(state: string): number | undefined {
  const pid = readJson<number>(lockFile(state));
  return pid !== undefined && isAlive(pid) ? pid : undefined;
}

/** @throws Error when another runner has the folder: two would write over each other's logs */
export function claimState(state: string): void {
  makeFolder(state);
  const owner = ownerOf(state);
  if (owner !== undefined) {
    throw new Error(
      `${state}: in use by process ${owner}. Stop it, or choose another folder with --state. If that process is no runner, remove ${lockFile(state)}.`,
    );
  }
  rmSync(lockFile(state), { force: true });
  // `wx`: of two that come at the same moment one gets it, and the other an error.
  writeFileSync(lockFile(state), String(process.pid), { flag: 'wx' });
}

/**
 * Removes a state folder.
 *
 * @throws Error when a runner has it, or when it is some other folder
 */
export function removeState(state: string): void {
  const owner = ownerOf(state);
  if (owner !== undefined) throw new Error(`${state}: in use by process ${owner}. Stop it first.`);
  if (existsSync(state) && !existsSync(markFile(state))) {
    throw new Error(`${state}: expected the state folder of a runner, found another one. Nothing was removed.`);
  }
  rmSync(state, { recursive: true, force: true });
}

function makeFolder(state: string): void {
  try {
    // What runs, and the secrets, lie in there: another user of this machine must not write or read it.
    mkdirSync(state, { recursive: true, mode: 0o700 });
    writeFileSync(markFile(state), '');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${state}: expected a folder that can be written, found ${code}. Choose another with --state.`);
  }
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

/** What a file holds; `undefined` where there is none, or where a crash cut it short. */
function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
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
