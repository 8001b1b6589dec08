import { StateError } from '../state-error.js';
import type { Visit } from '../visit.js';

/** @throws StateError always, with the state's Error and Cause */
export async function runFail(visit: Visit): Promise<never> {
  const text = async (field: 'Error' | 'Cause') => {
    const found = await visit.evaluate(field, visit.state[field] ?? '');
    if (typeof found !== 'string') throw visit.unexpected(field, 'a text', found);
    return found;
  };
  throw new StateError(await text('Error'), await text('Cause'));
}
