import { randomUUID } from 'node:crypto';
import { integrationKey } from '../integrations/integration.js';
import { checkSize } from '../payload.js';
import { selectInputs } from '../select-inputs.js';
import type { Visit } from '../visit.js';
import { type Batching, batchItems, type Share } from './batch-items.js';
import type { ItemReader } from './item-readers.js';
import type { MapRunPlan } from './map-run.js';

/** "Distributed mode: up to 10,000 parallel child workflow executions". */
const mostAtOnce = 10_000;

/** Reads, selects and batches the items, and keeps them: after a crash the run goes on with these. */
export async function planMapRun(visit: Visit): Promise<MapRunPlan> {
  const { thread, state, name } = visit;
  const limit = await visit.number('MaxConcurrency', 0);
  const tolerance = {
    count: await visit.number('ToleratedFailureCount', undefined),
    percentage: await visit.number('ToleratedFailurePercentage', undefined),
  };
  const shares = await share(visit, await selectInputs(visit, await readItems(visit)));
  const made = {
    id: randomUUID(),
    label: state.Label ?? name.replace(/[^\w-]/g, '-').slice(0, 40),
    startedAt: thread.ports.clock.now(),
    maxConcurrency: Math.min(limit || mostAtOnce, mostAtOnce),
    tolerance,
    shares,
  };
  thread.keep({ plan: made });
  return made;
}

async function readItems(visit: Visit): Promise<unknown[]> {
  const { ItemReader: reader, Items } = visit.state;
  if (reader === undefined) {
    const items = await visit.evaluate('Items', Items ?? visit.input);
    if (!Array.isArray(items)) throw visit.unexpected('Items', 'an array', items);
    return items;
  }
  const args = (await visit.evaluate('ItemReader/Arguments', reader.Arguments ?? {})) as object;
  const config = (await visit.evaluate('ItemReader/ReaderConfig', reader.ReaderConfig ?? {})) as object;
  return (visit.thread.ports.readers[integrationKey(reader.Resource)] as ItemReader)(args, config);
}

async function share(visit: Visit, inputs: readonly unknown[]): Promise<Share[]> {
  const { ItemBatcher } = visit.state;
  if (ItemBatcher === undefined) return inputs.map((input) => ({ input, items: 1 }));
  const batches = batchItems(inputs, (await visit.evaluate('ItemBatcher', ItemBatcher)) as Batching);
  for (const { input } of batches) checkSize(input, `batch of state "${visit.name}"`);
  return batches;
}
