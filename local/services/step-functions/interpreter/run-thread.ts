import { catcherFor } from './catch-error.js';
import type { Variables } from './definition.js';
import { unlessAborted } from './interruption.js';
import type { Step } from './journal.js';
import { nextRetry } from './retry.js';
import { StateError } from './state-error.js';
import { kinds } from './states/kinds.js';
import type { Thread } from './thread.js';
import { type Transition, Visit } from './visit.js';

/**
 * Walks from state to state to the end. Each state is on disk before it runs, and what it gave before the next one
 * does; a thread that was cut off begins again with the state that it had entered last.
 *
 * @param input of a thread that has not begun yet
 * @returns its output
 * @throws StateError with which it failed; Interruption where it was ended from outside
 */
export async function runThread(thread: Thread, input: unknown, variables: Variables = {}): Promise<unknown> {
  thread.signal.throwIfAborted();
  const { end } = thread.notes;
  if (end) {
    if (end.error === undefined) return end.output;
    throw new StateError(end.error, end.cause);
  }
  const startedAt = thread.notes.step?.startedAt ?? thread.ports.clock.now();
  const stop = () => ({ startedAt, stoppedAt: thread.ports.clock.now() });
  try {
    const output = await walk(thread, startedAt, input, variables);
    thread.keep({ end: { ...stop(), output } });
    return output;
  } catch (error) {
    if (error instanceof StateError) thread.keep({ end: { ...stop(), error: error.error, cause: error.cause } });
    throw error;
  }
}

async function walk(thread: Thread, startedAt: number, input: unknown, variables: Variables): Promise<unknown> {
  const { clock } = thread.ports;
  const enter = (state: string, from: Pick<Step, 'number' | 'input' | 'variables'>, exits: Exits = []) =>
    thread.enter({ ...from, state, startedAt, enteredAt: clock.now(), attempts: [] }, [
      ...exits,
      [`${thread.graph.States[state]?.Type}StateEntered`, { name: state, input: JSON.stringify(from.input) }],
    ]);
  let step = thread.notes.step ?? enter(thread.graph.StartAt, { number: 0, input, variables });
  for (;;) {
    const { output, next, variables } = await runState(thread, step);
    const type = thread.graph.States[step.state]?.Type;
    const exit: Exits = [[`${type}StateExited`, { name: step.state, output: JSON.stringify(output) }]];
    if (next === undefined) {
      thread.record(...(exit[0] as Exits[number]));
      return output;
    }
    step = enter(next, { number: step.number + 1, input: output, variables }, exit);
  }
}

type Exits = [type: string, details: Record<string, unknown>][];

/** One state with its retries, up to its output or to what a catcher makes of its failure. */
async function runState(thread: Thread, entered: Step): Promise<Transition> {
  const state = thread.graph.States[entered.state];
  if (!state) throw new StateError('States.Runtime', `no state "${entered.state}"`);
  const { clock, random } = thread.ports;
  for (let step = entered; ; ) {
    const visit = new Visit(thread, state, step, runThread);
    try {
      return await (kinds[state.Type] as (visit: Visit) => Promise<Transition>)(visit);
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      if (error.error === 'States.QueryEvaluationError') {
        thread.record('EvaluationFailed', { state: step.state, error: error.error, cause: error.cause });
      }
      const retry = nextRetry(state.Retry ?? [], step.attempts, error, random);
      if (!retry) return catcherFor(visit, error);
      step = thread.enter({ ...step, attempts: retry.attempts });
      await unlessAborted(clock.wait(retry.waitMs, thread.signal), thread.signal);
    }
  }
}
