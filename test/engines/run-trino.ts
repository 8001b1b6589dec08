import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../lib/project-root.js';

/** A line of a table of lines, with its folder. */
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

export interface TrinoWork {
  /** Tables of lines, by name. */
  readonly tables: Readonly<Record<string, readonly LakeLine[]>>;
  /** Statements that are run first. */
  readonly setup?: readonly string[];
  readonly queries: readonly TrinoQuery[];
}

/** Runs queries by Trino itself, each in turn. */
export function runTrino(folder: string, { tables, setup = [], queries }: TrinoWork): TrinoAnswer[] {
  const main = join(projectRoot, 'scripts/engines/RunTrino.java');
  const printed = execFileSync('java', ['-Xmx1g', '-cp', '*', main], {
    cwd: folder,
    input: JSON.stringify({ tables, setup, queries }),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(printed.trimEnd().split('\n').at(-1) ?? '');
}
