import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../lib/project-root.js';

/** A line of the telemetry table, with its folder. */
export interface LakeLine {
  readonly line: string;
  readonly dt: string;
  readonly hour: string;
}

export interface TrinoQuery {
  readonly sql: string;
  readonly parameters: readonly string[];
}

export type TrinoAnswer = readonly (readonly unknown[])[] | { readonly error: string };

/** Runs queries by Trino itself over a table of lines, each in turn. */
export function runTrino(folder: string, lines: readonly LakeLine[], queries: readonly TrinoQuery[]): TrinoAnswer[] {
  const main = join(projectRoot, 'scripts/engines/RunTrino.java');
  const printed = execFileSync('java', ['-Xmx1g', '-cp', '*', main], {
    cwd: folder,
    input: JSON.stringify({ lines, queries }),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(printed.trimEnd().split('\n').at(-1) ?? '');
}
