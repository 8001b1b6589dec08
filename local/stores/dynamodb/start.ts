import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { OnDenied } from '../../gate.js';
import type { DynamoThreadData } from './thread.js';

export interface RunningStore {
  readonly port: number;
  stop(): Promise<void>;
}

/** Runs the DynamoDB store in a thread of its own: claiming is the largest part of the pipeline's work. */
export async function startDynamo(data: DynamoThreadData, onDenied: OnDenied): Promise<RunningStore> {
  const worker = new Worker(new URL('./thread.js', import.meta.url), { workerData: data });
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (message: { port?: number; denied?: string }) => {
      if (message.port !== undefined) resolve(message.port);
      if (message.denied !== undefined) onDenied(message.denied);
    });
  });
  return {
    port,
    async stop() {
      const ended = once(worker, 'exit');
      worker.postMessage('stop');
      await ended;
    },
  };
}
