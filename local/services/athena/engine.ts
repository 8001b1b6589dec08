import { fork } from 'node:child_process';
import type { EngineAnswer, EngineJob, ResultColumn } from './engine-job.js';

/**
 * Runs a query in a process of its own: the runner's loop goes on, and DuckDB is loaded by those alone who ask it.
 *
 * @param signal ends the process
 * @throws Error with DuckDB's reason, or that the process has ended
 */
export async function runEngine(job: EngineJob, signal: AbortSignal): Promise<readonly ResultColumn[]> {
  signal.throwIfAborted();
  const child = fork(new URL('./engine-process.js', import.meta.url), { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let printed = '';
  child.stderr?.on('data', (text) => {
    printed = `${printed}${text}`.slice(-2_000);
  });
  const end = () => void child.kill('SIGKILL');
  signal.addEventListener('abort', end);
  try {
    const answer = await new Promise<EngineAnswer>((resolve, reject) => {
      child.once('error', reject);
      child.once('message', (message) => resolve(message as EngineAnswer));
      child.once('exit', (code, by) => {
        reject(new Error(`GENERIC_INTERNAL_ERROR: the query's process has ended by ${by ?? code}. ${printed}`.trim()));
      });
      child.send(job);
    });
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.columns;
  } finally {
    signal.removeEventListener('abort', end);
  }
}
