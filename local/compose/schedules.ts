import type { Gate } from '../gate.js';
import type { Template } from '../template/template.js';
import { Schedule } from '../wiring/schedule.js';

export interface ScheduleContext {
  readonly gate: Gate;
  /** Starts an execution of a state machine of the template; `undefined` where the ARN is none. */
  readonly startExecution: (arn: string, input: string) => Promise<unknown> | undefined;
  readonly isStateMachine: (arn: string) => boolean;
  readonly onError: (line: string) => void;
}

/** The template's schedules. @throws Error for a target that is no state machine of it, or that the role may not start */
export function makeSchedules(template: Template, context: ScheduleContext): Schedule[] {
  return template
    .ofType('AWS::Scheduler::Schedule')
    .filter(({ properties }) => properties.State !== 'DISABLED')
    .map(({ id, properties }) => {
      const { Arn, RoleArn, Input = '{}' } = properties.Target;
      if (!context.isStateMachine(Arn)) {
        throw new Error(`${id}: expected a state machine of this template as its target, found ${Arn}.`);
      }
      context.gate.require(RoleArn, [{ action: 'states:StartExecution', resource: Arn }]);
      return new Schedule(
        {
          name: template.nameOf(id),
          expression: properties.ScheduleExpression,
          timeZone: properties.ScheduleExpressionTimezone ?? 'UTC',
        },
        async () => context.startExecution(Arn, Input),
        context.onError,
      );
    });
}
