import { randomUUID } from 'node:crypto';
import type { Gate } from '../calls/gate.js';
import { Schedule } from '../services/eventbridge/schedule.js';
import type { StateMachine } from '../services/step-functions/interpreter/state-machine.js';
import type { Template } from '../template/template.js';

export interface ScheduleContext {
  readonly gate: Gate;
  readonly machines: readonly Pick<StateMachine, 'arn' | 'start'>[];
  readonly onError: (line: string) => void;
}

/** The template's schedules. @throws Error for a target that is no state machine of it, or that the role may not start */
export function makeSchedules(template: Template, { gate, machines, onError }: ScheduleContext): Schedule[] {
  return template
    .ofType('AWS::Scheduler::Schedule')
    .filter(({ properties }) => properties.State !== 'DISABLED')
    .map(({ id, properties }) => {
      const { Arn, RoleArn, Input } = properties.Target;
      const machine = machines.find(({ arn }) => arn === Arn);
      if (!machine) throw new Error(`${id}: expected a state machine of this template as its target, found ${Arn}.`);
      gate.require(RoleArn, [{ action: 'states:StartExecution', resource: Arn }]);
      return new Schedule(
        {
          name: template.nameOf(id),
          expression: properties.ScheduleExpression,
          timeZone: properties.ScheduleExpressionTimezone ?? 'UTC',
        },
        async () => machine.start(randomUUID(), Input),
        onError,
      );
    });
}
