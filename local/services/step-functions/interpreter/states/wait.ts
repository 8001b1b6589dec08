import { unlessAborted } from '../interruption.js';
import type { Transition, Visit } from '../visit.js';

/** Waits from when the state was entered, which a restart of the runner doesn't change. */
export async function runWait(visit: Visit): Promise<Transition> {
  const { clock } = visit.thread.ports;
  const { signal } = visit.thread;
  await unlessAborted(clock.wait(Math.max(0, (await end(visit)) - clock.now()), signal), signal);
  return visit.leave(visit.state, visit.input);
}

async function end(visit: Visit): Promise<number> {
  if (visit.state.Timestamp === undefined) return visit.step.enteredAt + (await visit.number('Seconds', 0)) * 1_000;
  const found = await visit.evaluate('Timestamp', visit.state.Timestamp);
  const at = typeof found === 'string' ? Date.parse(found) : Number.NaN;
  if (Number.isNaN(at)) throw visit.unexpected('Timestamp', 'an ISO-8601 time', found);
  return at;
}
