import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { projectRoot } from '../../lib/project-root.js';

/** A search engine of this process alone, with its data in a temporary folder. */
export interface OpenSearch {
  readonly url: string;
  /** Ends the process that was started, and waits until it and its data are gone. */
  stop(): Promise<void>;
}

type Engine = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * A real OpenSearch of one node. It ends with this process too, however that ends: its standard input closes then.
 *
 * @returns the engine, or in one line why there is none
 * @throws Error with what the engine printed, when it ends before it answers
 */
export async function startOpenSearch(
  folder = process.env.OPENSEARCH_FOLDER,
): Promise<OpenSearch | { readonly unavailable: string }> {
  if (!folder) return { unavailable: 'OPENSEARCH_FOLDER is unset: OpenSearch could not be installed' };
  const main = join(projectRoot, 'scripts/engines/LoopbackOpenSearch.java');
  const engine = spawn('java', ['-Xms512m', '-Xmx512m', '-cp', '*', main], { cwd: folder });
  const port = await readPort(engine);
  return { url: `http://127.0.0.1:${port}`, stop: () => stop(engine) };
}

/** The first line that it prints, once it answers. */
async function readPort({ stdout, stderr }: Engine): Promise<number> {
  let printed = '';
  let complaints = '';
  stderr.on('data', (text) => {
    complaints += text;
  });
  for await (const text of stdout.iterator({ destroyOnReturn: false })) {
    printed += text;
    if (printed.includes('\n')) {
      // Nobody reads on: an unread pipe would fill and stop it.
      stdout.resume();
      return Number.parseInt(printed, 10);
    }
  }
  throw new Error(`OpenSearch ended before it answered: ${printed}${complaints}`);
}

async function stop(engine: Engine): Promise<void> {
  if (engine.exitCode !== null || engine.signalCode !== null) return;
  const ended = once(engine, 'exit');
  engine.stdin.end();
  await ended;
}
