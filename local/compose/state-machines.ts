import { join } from 'node:path';
import { AwsError } from '../calls/aws-error.js';
import type { Gate } from '../calls/gate.js';
import type { LocalAthena } from '../services/athena/local-athena.js';
import type { EventBus } from '../services/eventbridge/event-bus.js';
import type { LocalFunction } from '../services/lambda/local-function.js';
import type { ObjectStore } from '../services/s3/object-store.js';
import { checkDefinition } from '../services/step-functions/interpreter/check-definition.js';
import { type Clock, systemClock } from '../services/step-functions/interpreter/clock.js';
import { itemReaders, readersFor } from '../services/step-functions/interpreter/distributed/item-readers.js';
import { resultStoreFor } from '../services/step-functions/interpreter/distributed/write-results.js';
import { integrations, integrationsFor } from '../services/step-functions/interpreter/integrations/integrations.js';
import { StateError } from '../services/step-functions/interpreter/state-error.js';
import { StateMachine } from '../services/step-functions/interpreter/state-machine.js';
import type { Template } from '../template/template.js';
import type { Properties } from '../template/types.js';

export interface StateMachineContext {
  readonly gate: Gate;
  readonly objects: ObjectStore;
  readonly athena: LocalAthena;
  readonly bus: EventBus;
  /** By ARN; asked when a task runs, because functions are made after the services that they call. */
  readonly functions: () => ReadonlyMap<string, LocalFunction>;
  readonly folder: string;
  readonly onError: (line: string) => void;
  readonly clock?: Clock;
}

/** The template's state machines; none runs before `resume`. @throws Error for a definition that the runner can't run */
export function makeStateMachines(template: Template, context: StateMachineContext): StateMachine[] {
  const { gate, objects, athena, bus, functions, folder, onError, clock = systemClock } = context;
  return template.ofType('AWS::StepFunctions::StateMachine').map(({ id, properties }) => {
    const [name, arn] = [template.nameOf(id), template.arnOf(id)];
    const { RoleArn: role, StateMachineType: type = 'STANDARD' } = properties;
    if (type !== 'STANDARD') throw new Error(`${id}: the local runner runs StateMachineType STANDARD, found ${type}.`);
    const definition = definitionOf(name, properties);
    const known = { integrations: Object.keys(integrations), readers: Object.keys(itemReaders) };
    checkDefinition(name, JSON.parse(definition), known);
    const ports = {
      clock,
      random: Math.random,
      integrations: integrationsFor({ gate, role, functions, athena, bus, clock }),
      readers: readersFor({ gate, role, objects }),
      results: resultStoreFor({ gate, role, objects }),
      checkChildren: () => checkChildren(gate, role, arn),
    };
    return new StateMachine({ name, arn, role, definition, ports, onError, folder: join(folder, name) });
  });
}

function definitionOf(
  name: string,
  { DefinitionString, Definition, DefinitionSubstitutions = {} }: Properties,
): string {
  const given: string = DefinitionString ?? JSON.stringify(Definition);
  const text = given.replace(/\$\{(\w+)\}/g, (found, key: string) =>
    String(Object.hasOwn(DefinitionSubstitutions, key) ? DefinitionSubstitutions[key] : found),
  );
  try {
    return JSON.stringify(JSON.parse(text));
  } catch (error) {
    throw new Error(`${name}: expected a definition in JSON, found: ${(error as Error).message}`);
  }
}

/** "IAM policies for using Distributed Map": the role starts the executions of its own machine. */
function checkChildren(gate: Gate, role: string, resource: string): void {
  try {
    gate.check(role, [{ action: 'states:StartExecution', resource }]);
  } catch (error) {
    if (error instanceof AwsError) throw new StateError('States.Permissions', error.message);
    throw error;
  }
}
