import { parentPort, workerData } from 'node:worker_threads';
import { AwsError } from '../../calls/aws-error.js';
import { Gate, type GateRules } from '../../calls/gate.js';
import { close, listen, serveJson } from '../../calls/json-service.js';
import { faultsAround } from '../../faults/call-faults.js';
import { type FaultProfile, type Moment, noFaults } from '../../faults/kinds.js';
import { closeStore, openStore, runOperation } from './dynalite.js';
import { deleteExpired } from './expire-items.js';
import { dynamoService } from './service.js';
import type { TableDefinition } from './table-definition.js';

export interface DynamoThreadData {
  readonly folder: string;
  readonly tables: readonly TableDefinition[];
  readonly rules: GateRules;
  readonly port: number;
  /** Faults to inject; absent, none. */
  readonly faults?: FaultProfile | undefined;
  /** Whether there is a script of deaths to ask. */
  readonly isScripted: boolean;
}

/** What the thread is told: to stop, or whether a worker ends at the call that it asked about. */
export type ToThread = 'stop' | { readonly id: number; readonly moment: Moment | undefined };

const expiryIntervalMs = 3_600_000;
const { folder, tables, rules, port, faults, isScripted } = workerData as DynamoThreadData;

const store = openStore(folder);
for (const { name, schema } of tables) {
  try {
    await runOperation(store, 'CreateTable', { TableName: name, BillingMode: 'PAY_PER_REQUEST', ...schema });
  } catch (error) {
    // The table of an earlier start: its items are what a restart is about.
    if (!(error instanceof AwsError && error.code === 'ResourceInUseException')) throw error;
  }
}
const expire = () =>
  Promise.all(tables.map((table) => deleteExpired(store, table, Date.now()))).catch((error) =>
    parentPort?.postMessage({ line: `DynamoDB store: expired items stay until the next round: ${error.message}` }),
  );
const timer = setInterval(() => void expire(), expiryIntervalMs);

const gate = new Gate(rules, (line) => parentPort?.postMessage({ line }));
const arnOf = (table: string) =>
  tables.find(({ name }) => name === table)?.arn ?? `arn:aws:dynamodb:unknown:table/${table}`;
const asked = new Map<number, (moment: Moment | undefined) => void>();
let asks = 0;
const endsAt = (worker: string, at: string) =>
  new Promise<Moment | undefined>((resolve) => {
    asked.set(++asks, resolve);
    parentPort?.postMessage({ asks: { id: asks, worker, at } });
  });
const around =
  (faults || isScripted) &&
  faultsAround('dynamodb', faults ?? noFaults, {
    endsAt: isScripted ? endsAt : undefined,
    injected: (kind, at) => parentPort?.postMessage({ injected: { kind, at } }),
    endWorker: (name, at) => parentPort?.postMessage({ endWorker: { name, at } }),
  });
const server = serveJson(dynamoService(store, arnOf), gate, around || undefined);
parentPort?.postMessage({ port: await listen(server, port) });

parentPort?.on('message', async (message: ToThread) => {
  if (message !== 'stop') {
    asked.get(message.id)?.(message.moment);
    asked.delete(message.id);
    return;
  }
  clearInterval(timer);
  await close(server);
  await closeStore(store);
  parentPort?.close();
});
