import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { RunnerProcess } from '../../../cli/target/runner-process.js';
import { projectRoot } from '../../../lib/project-root.js';
import type { Fence } from './fences.js';

/** A program that an example called, and what came of it. */
export interface Call {
  readonly command: string;
  readonly how: 'ran' | 'parsed' | 'without credentials' | 'not run';
  /** Why it was not run, or not run whole. */
  readonly why?: string;
  readonly code: number | null;
  /** Status of the answer that `curl` had. */
  readonly http?: number;
  readonly output?: string;
}

export interface PageRun {
  /** Of the shell; what is no stand-in ends it when it fails. */
  readonly code: number;
  readonly printed: string;
  readonly calls: readonly Call[];
}

/** The first executable of that name; `undefined` where there is none. */
export function findProgram(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

const standIns = ['aws', 'curl', 'docker', 'npm', 'npx'];

/** `head` that reads to the end: who writes into it is not ended by a signal, which `pipefail` would take for a fault. */
const readsAll = 'head() { local all; all=$(cat); command head "$@" <<< "$all"; }';

/**
 * Runs the blocks of a page in one shell, one after the other, as somebody would paste them: in a folder where
 * `.sunstream` is the runner's, and with the address that examples name for the runner's own.
 *
 * @param before lines of shell for what the page leaves to its reader, such as the ARN of their stack
 */
export async function runPage(
  fences: readonly Fence[],
  runner: RunnerProcess,
  folder: string,
  before: string,
): Promise<PageRun> {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const name of standIns) {
    writeFileSync(
      join(bin, name),
      `#!/bin/sh\nexec '${process.execPath}' '${join(import.meta.dirname, 'stand-in.mjs')}' ${name} "$@"\n`,
    );
    chmodSync(join(bin, name), 0o755);
  }
  symlinkSync(runner.state, join(folder, '.sunstream'));
  for (const name of ['docs', 'tracking-plans']) symlinkSync(join(projectRoot, name), join(folder, name));
  const blocks = fences.map(({ page, line, text }) => `echo '## ${page}:${line}' >&2\n${text}`);
  const script = ['set -euo pipefail', readsAll, before, ...blocks]
    .join('\n')
    .replaceAll('http://127.0.0.1:4700', runner.info.url);
  writeFileSync(join(folder, 'page.sh'), script);
  const env = {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    CALLS: join(folder, 'calls'),
    HEADERS: join(folder, 'headers'),
    PROJECT: projectRoot,
    STATE: runner.state,
    REAL_CURL: findProgram('curl'),
  };
  return new Promise((resolve) => {
    const shell = execFile('bash', ['page.sh'], { cwd: folder, env }, (error, stdout, stderr) => {
      const calls = existsSync(env.CALLS) ? readFileSync(env.CALLS, 'utf8').trim().split('\n') : [];
      const code = error ? Number(error.code) : 0;
      resolve({ code, printed: `${stdout}${stderr}`, calls: calls.map((line) => JSON.parse(line) as Call) });
    });
    // What somebody types who is asked for a password.
    shell.stdin?.end('a password of theirs\n');
  });
}
