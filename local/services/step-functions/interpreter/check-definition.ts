import { checkMap } from './check-map.js';
import {
  checkExpressions,
  checkFields,
  checkOneOf,
  type Known,
  type Report,
  type Surroundings,
} from './check-parts.js';
import type { Definition, Fields, State, StateGraph } from './definition.js';
import { integrationKey } from './integrations/integration.js';
import { partFields, stateFields } from './known-fields.js';

/**
 * Looks at all that a definition says, so that nothing of it is silently ignored when it runs.
 *
 * @param machine name, for the error
 * @throws Error naming the state, what it found there and what the runner knows
 */
export function checkDefinition(machine: string, definition: Definition, known: Known): void {
  const report: Report = (expected) => {
    throw new Error(`${machine}: ${expected}`);
  };
  checkFields(definition, partFields.machine, report);
  checkGraph(machine, definition, definition.QueryLanguage, known);
}

export function checkGraph(machine: string, graph: StateGraph, language: string | undefined, known: Known): void {
  const names = Object.keys(graph.States ?? {});
  if (!names.includes(graph.StartAt)) {
    throw new Error(`${machine}: StartAt expected one of the states ${names.join(', ')}, found ${graph.StartAt}.`);
  }
  for (const [name, state] of Object.entries(graph.States)) {
    const report: Report = (expected) => {
      throw new Error(`${machine}: state "${name}": ${expected}`);
    };
    checkState(state, names, language, report);
    kindChecks[state.Type]?.(state, { machine, language, known, report });
    for (const { Next } of [...(state.Catch ?? []), ...(state.Choices ?? [])] as Fields[]) {
      checkOneOf(Next, names, 'Next', report);
    }
  }
}

function checkState(state: State, names: readonly string[], language: string | undefined, report: Report): void {
  const found = state.QueryLanguage ?? language ?? 'JSONPath';
  if (found !== 'JSONata') {
    report(`the local runner runs the QueryLanguage JSONata, found ${found}. Set it on the state machine.`);
  }
  checkOneOf(state.Type, Object.keys(stateFields), 'Type', report);
  if (state.Type !== 'Map') checkFields(state, stateFields[state.Type] as readonly string[], report);
  checkExpressions(state, report);
  for (const retrier of state.Retry ?? []) checkFields(retrier, partFields.retrier, report);
  for (const catcher of state.Catch ?? []) checkFields(catcher, partFields.catcher, report);
  if (Object.hasOwn(state.Assign ?? {}, 'states')) report('Assign: the name "states" is reserved, choose another.');
  const goesOn = !['Choice', 'Succeed', 'Fail'].includes(state.Type);
  if (goesOn && state.End !== true) checkOneOf(state.Next, names, 'Next, or End', report);
  if (state.Default !== undefined) checkOneOf(state.Default, names, 'Default', report);
}

/** What a kind of state has to be besides. */
const kindChecks: Readonly<Record<string, (state: State, surroundings: Surroundings) => void>> = {
  Task: ({ Resource }, { known, report }) =>
    checkOneOf(integrationKey(Resource), known.integrations, 'Resource', report, 'integrations/integrations.ts'),
  Choice: ({ Choices }, { report }) => {
    for (const rule of Choices) checkFields(rule, partFields.rule, report);
  },
  Wait: ({ Seconds, Timestamp }, { report }) => {
    if ((Seconds === undefined) === (Timestamp === undefined)) report('expected Seconds or Timestamp, one of them.');
  },
  Parallel: ({ Branches }, { machine, language, known, report }) => {
    for (const branch of Branches) {
      checkFields(branch, partFields.branch, report);
      checkGraph(machine, branch, branch.QueryLanguage ?? language, known);
    }
  },
  Map: (state, surroundings) => {
    checkMap(state, surroundings);
    const { machine, language, known } = surroundings;
    checkGraph(machine, state.ItemProcessor, state.ItemProcessor.QueryLanguage ?? language, known);
  },
};
