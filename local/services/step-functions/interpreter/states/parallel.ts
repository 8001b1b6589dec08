import type { StateGraph } from '../definition.js';
import { withOwnSignal } from '../interruption.js';
import type { Transition, Visit } from '../visit.js';

/** All branches at once; the first that fails ends the others, and fails the state. */
export async function runParallel(visit: Visit): Promise<Transition> {
  const { thread, state } = visit;
  const input = await visit.evaluate('Arguments', state.Arguments ?? visit.input);
  thread.record('ParallelStateStarted');
  const result = await withOwnSignal(thread.signal, ({ signal }) =>
    Promise.all(
      (state.Branches as StateGraph[]).map((branch, index) =>
        visit.run(thread.child(index, branch, { signal }), input, visit.step.variables),
      ),
    ),
  );
  thread.record('ParallelStateSucceeded');
  return visit.leave(state, result, { result });
}
