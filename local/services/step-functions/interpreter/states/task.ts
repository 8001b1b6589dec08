import type { Integration } from '../integrations/integration.js';
import { integrationKey } from '../integrations/integration.js';
import { unlessAborted, withOwnSignal } from '../interruption.js';
import { checkSize } from '../payload.js';
import { StateError } from '../state-error.js';
import type { Transition, Visit } from '../visit.js';

/** Calls the integration that Resource names, for as long as TimeoutSeconds. */
export async function runTask(visit: Visit): Promise<Transition> {
  const { thread, state, name } = visit;
  const key = integrationKey(state.Resource);
  const [, , , , , service, action] = key.split(':');
  const what = { resourceType: service, resource: action };
  const seconds = await visit.number('TimeoutSeconds', undefined);
  const args = await visit.evaluate('Arguments', state.Arguments ?? visit.input);
  checkSize(args, `arguments of state "${name}"`);
  thread.record('TaskScheduled', { ...what, parameters: JSON.stringify(args), timeoutInSeconds: seconds });
  try {
    const result = await within(visit, seconds, (signal) =>
      (thread.ports.integrations[key] as Integration)(args as Record<string, unknown>, signal),
    );
    checkSize(result, `result of state "${name}"`);
    thread.record('TaskSucceeded', { ...what, output: JSON.stringify(result) });
    return await visit.leave(state, result, { result });
  } catch (error) {
    if (error instanceof StateError) recordFailure(visit, what, error);
    throw error;
  }
}

/** @throws StateError `States.Timeout` when the time is up; what the task still does is not waited for */
function within<T>(
  { thread, name }: Visit,
  seconds: number | undefined,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withOwnSignal(thread.signal, ({ signal, abort }) => {
    if (seconds !== undefined) {
      const timedOut = new StateError('States.Timeout', `state "${name}" took longer than ${seconds} seconds`);
      // Ended by the signal when the task is done first.
      thread.ports.clock.wait(seconds * 1_000, signal).then(
        () => abort(timedOut),
        () => {},
      );
    }
    return unlessAborted(call(signal), signal);
  });
}

function recordFailure({ thread }: Visit, what: object, { error, cause }: StateError): void {
  if (error === 'States.QueryEvaluationError') return;
  thread.record(error === 'States.Timeout' ? 'TaskTimedOut' : 'TaskFailed', { ...what, error, cause });
}
