import type { Catcher } from './definition.js';
import { isMeant, type StateError } from './state-error.js';
import type { Transition, Visit } from './visit.js';

/** "Fallback states": leaves by the first catcher that is meant for the error. @throws the error where there is none */
export async function catcherFor(visit: Visit, error: StateError): Promise<Transition> {
  const catchers: readonly Catcher[] = visit.state.Catch ?? [];
  const catcher = catchers.find(({ ErrorEquals }) => isMeant(ErrorEquals, error));
  if (!catcher) throw error;
  const errorOutput = { Error: error.error, Cause: error.cause };
  return visit.leave(catcher, errorOutput, { errorOutput });
}
