import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../lib/project-root.js';
import { type RunningInfo, readRunning } from '../../local/disk/state-folder.js';
import { waitUntil } from '../terminal/wait-until.js';

const startMs = 60_000;

/** `npm start` as a process of its own, with a state folder of its own that goes with it. */
export class RunnerProcess {
  private constructor(
    readonly state: string,
    readonly process: ChildProcess,
    readonly info: RunningInfo,
    private readonly output: () => string,
  ) {}

  /** @throws Error with what the runner printed when it doesn't come up */
  static async start(
    options: {
      readonly state?: string;
      readonly args?: readonly string[];
      readonly env?: Readonly<Record<string, string>>;
    } = {},
  ): Promise<RunnerProcess> {
    const state = options.state ?? mkdtempSync(join(tmpdir(), 'sunstream-'));
    const args = [
      join(projectRoot, 'dist/cli/commands/start/run.js'),
      '--port',
      '0',
      '--state',
      state,
      ...(options.args ?? []),
    ];
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
    const isUp = () => readRunning(state)?.pid === child.pid || child.exitCode !== null;
    await waitUntil(isUp, startMs);
    const info = readRunning(state);
    if (!info || child.exitCode !== null) {
      child.kill('SIGKILL');
      if (options.state === undefined) rmSync(state, { recursive: true, force: true });
      throw new Error(`the runner did not come up: ${printed}`);
    }
    return new RunnerProcess(state, child, info, () => printed);
  }

  /** What it has printed so far. */
  get printed(): string {
    return this.output();
  }

  get hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** Ends as Ctrl-C does. @returns the exit code */
  async stop(): Promise<number | null> {
    return this.end('SIGINT');
  }

  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Removes the state folder. */
  remove(): void {
    rmSync(this.state, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    if (!this.hasEnded) {
      const exited = once(this.process, 'exit');
      this.process.kill(signal);
      await exited;
    }
    return this.process.exitCode;
  }
}
