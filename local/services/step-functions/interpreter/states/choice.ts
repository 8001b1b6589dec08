import type { Leaving } from '../definition.js';
import { StateError } from '../state-error.js';
import type { Transition, Visit } from '../visit.js';

/** The first rule whose condition holds leads on, with its own Output and Assign; else Default does, with the state's. */
export async function runChoice(visit: Visit): Promise<Transition> {
  const { Choices, Default, Output, Assign } = visit.state;
  for (const [index, rule] of (Choices as ({ readonly Condition: unknown } & Leaving)[]).entries()) {
    const field = `Choices[${index}]/Condition`;
    const holds = await visit.evaluate(field, rule.Condition);
    if (typeof holds !== 'boolean') throw visit.unexpected(field, 'true or false', holds);
    if (holds) return visit.leave(rule, visit.input);
  }
  if (Default === undefined) {
    throw new StateError('States.NoChoiceMatched', `state "${visit.name}": no condition holds, and it has no Default`);
  }
  return visit.leave({ Output, Assign, Next: Default }, visit.input);
}
