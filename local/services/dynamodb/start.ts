import { Worker } from 'node:worker_threads';
import type { FaultKind, FaultPorts } from '../../faults/kinds.js';
import type { DynamoThreadData, ToThread } from './thread.js';

export interface RunningStore {
  readonly port: number;
  stop(): Promise<void>;
}

/** What the thread tells. */
interface FromThread {
  readonly port?: number;
  readonly line?: string;
  readonly injected?: { readonly kind: FaultKind; readonly at: string };
  /** A worker that is to end, and at which call. */
  readonly endWorker?: { readonly name: string; readonly at: string };
  /** Asks if a worker ends at a call; the answer has the same id. */
  readonly asks?: Asked;
}

interface Asked {
  readonly id: number;
  readonly worker: string;
  readonly at: string;
}

/** Runs the DynamoDB store in a thread of its own: claiming is the largest part of the pipeline's work. */
export async function startDynamo(
  given: Omit<DynamoThreadData, 'isScripted'>,
  onLine: (line: string) => void,
  faults?: FaultPorts,
): Promise<RunningStore> {
  const data: DynamoThreadData = { ...given, isScripted: faults?.endsAt !== undefined };
  const worker = new Worker(new URL('./thread.js', import.meta.url), { workerData: data });
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (message: FromThread) => {
      if (message.port !== undefined) resolve(message.port);
      if (message.line !== undefined) onLine(message.line);
      if (message.injected) faults?.injected(message.injected.kind, message.injected.at);
      if (message.endWorker) faults?.endWorker(message.endWorker.name, message.endWorker.at);
      if (message.asks) void answer(worker, message.asks, faults);
    });
  });
  let isStopping = false;
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      if (!isStopping) onLine('the DynamoDB store has ended: frames wait until the runner is started again.');
      resolve();
    });
  });
  worker.on('error', (error) => onLine(`DynamoDB store: ${error.message}`));
  return {
    port,
    async stop() {
      isStopping = true;
      worker.postMessage('stop');
      await ended;
    },
  };
}

async function answer(worker: Worker, { id, worker: name, at }: Asked, faults?: FaultPorts): Promise<void> {
  worker.postMessage({ id, moment: await faults?.endsAt?.(name, at) } satisfies ToThread);
}
