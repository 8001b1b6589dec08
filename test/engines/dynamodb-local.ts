import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '../../lib/project-root.js';

/** A database of this process alone, in memory. */
export interface DynamoDbLocal {
  readonly endpoint: string;
  /** Ends the process that was started, and waits until it is gone. */
  stop(): Promise<void>;
}

/** @throws Error with what the engine printed, when it ends before it answers */
export async function startDynamoDbLocal(folder: string): Promise<DynamoDbLocal> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const main = join(projectRoot, 'scripts/engines/LoopbackDynamoDb.java');
  const args = ['-Djava.library.path=.', '-cp', '*', main, '-inMemory', '-disableTelemetry', '-port', String(port)];
  const engine = spawn('java', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed: string[] = [];
  for (const stream of [engine.stdout, engine.stderr]) stream.on('data', (text) => printed.push(String(text)));

  while (!(await answers(endpoint))) {
    if (hasEnded(engine)) throw new Error(`DynamoDB Local ended before it answered: ${printed.join('')}`);
    await pause(50);
  }
  return { endpoint, stop: () => stop(engine) };
}

async function stop(engine: ChildProcess): Promise<void> {
  if (hasEnded(engine)) return;
  const ended = once(engine, 'exit');
  engine.kill();
  await ended;
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Any answer counts: without a signature it is a refusal. */
function answers(endpoint: string): Promise<boolean> {
  return fetch(endpoint).then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no free port on 127.0.0.1');
  return address.port;
}
