import { forEachBounded } from '../for-each-bounded.js';
import { withOwnSignal } from '../interruption.js';
import { selectInputs } from '../select-inputs.js';
import type { Visit } from '../visit.js';

/** "Inline mode: up to 40 concurrent iterations". */
const mostAtOnce = 40;

/** What a Map has set out to do: the items, and what each of its iterations starts with. */
interface InlinePlan {
  readonly items: readonly unknown[];
  readonly inputs: readonly unknown[];
}

/** The iterations are part of the execution: the first that fails ends the others, and fails the state. */
export async function runInline(visit: Visit): Promise<readonly unknown[]> {
  const { thread, state, name } = visit;
  const limit = (await visit.number('MaxConcurrency', 0)) || mostAtOnce;
  const { items, inputs } = (thread.notes.plan as InlinePlan | undefined) ?? (await plan(visit));
  const results: unknown[] = inputs.map(() => null);
  await withOwnSignal(thread.signal, ({ signal }) =>
    forEachBounded(inputs.length, Math.min(limit, mostAtOnce), async (index) => {
      const context = { ...thread.context, Map: { Item: { Index: index, Value: items[index] } } };
      const iteration = thread.child(index, state.ItemProcessor, { context, signal });
      const isNew = iteration.notes.end === undefined;
      if (isNew) iteration.record('MapIterationStarted', { name, index });
      results[index] = await visit.run(iteration, inputs[index], visit.step.variables);
      if (isNew) iteration.record('MapIterationSucceeded', { name, index });
    }),
  );
  thread.record('MapStateSucceeded');
  return results;
}

async function plan(visit: Visit): Promise<InlinePlan> {
  const items = await visit.evaluate('Items', visit.state.Items ?? visit.input);
  if (!Array.isArray(items)) throw visit.unexpected('Items', 'an array', items);
  const made = { items, inputs: await selectInputs(visit, items) };
  visit.thread.record('MapStateStarted', { length: items.length });
  visit.thread.keep({ plan: made });
  return made;
}
