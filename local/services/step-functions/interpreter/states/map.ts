import { runDistributed } from '../distributed/run-distributed.js';
import type { Transition, Visit } from '../visit.js';
import { runInline } from './map-inline.js';

const modes: Readonly<Record<string, (visit: Visit) => Promise<unknown>>> = {
  INLINE: runInline,
  DISTRIBUTED: runDistributed,
};

/** Runs the processor for each item; the result has the order of the items. */
export async function runMap(visit: Visit): Promise<Transition> {
  const mode = visit.state.ItemProcessor.ProcessorConfig?.Mode ?? 'INLINE';
  const result = await (modes[mode] as (visit: Visit) => Promise<unknown>)(visit);
  return visit.leave(visit.state, result, { result });
}
