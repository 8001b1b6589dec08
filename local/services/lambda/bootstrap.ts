import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { FunctionError, Invoke, WorkerData } from './messages.js';

/** Runs inside the worker: loads the bundle once, then one invocation after the other, as Lambda's runtime does. */
const { folder, handler, functionName, functionArn, memoryMb } = workerData as WorkerData;
const [file = 'index', name = 'handler'] = handler.split('.');

const bundle = await import(pathToFileURL(join(folder, `${file}.mjs`)).href);
const handle = bundle[name] as (event: unknown, context: object) => Promise<unknown>;
parentPort?.on('message', (message: Invoke) => void invoke(message));
parentPort?.postMessage({ ready: true });

async function invoke({ id, event, deadline }: Invoke): Promise<void> {
  const context = {
    awsRequestId: id,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(memoryMb),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    parentPort?.postMessage({ id, result: await handle(event, context) });
  } catch (error) {
    parentPort?.postMessage({ id, error: describe(error) });
  }
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: 'Error', errorMessage: String(error) };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] };
}
