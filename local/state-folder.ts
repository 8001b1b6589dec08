import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  /** Service → URL, for SDK clients of this machine. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly region: string;
  /** A key that may do everything here; it changes with every start. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const fileOf = (state: string) => join(state, 'running.json');

/** Who runs on a state folder, if anybody does. */
export function readRunning(state: string): RunningInfo | undefined {
  if (!existsSync(fileOf(state))) return undefined;
  const info = JSON.parse(readFileSync(fileOf(state), 'utf8')) as RunningInfo;
  return isAlive(info.pid) ? info : undefined;
}

/** @throws Error when another runner uses the folder: two would write over each other's logs */
export function claimState(state: string): void {
  mkdirSync(state, { recursive: true });
  const running = readRunning(state);
  if (running) {
    throw new Error(
      `${state}: in use by process ${running.pid} (${running.url}). Stop it, or choose another folder with --state.`,
    );
  }
}

export function announce(state: string, info: RunningInfo): void {
  writeFileSync(fileOf(state), JSON.stringify(info, null, 2), { mode: 0o600 });
}

export function withdraw(state: string): void {
  rmSync(fileOf(state), { force: true });
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
