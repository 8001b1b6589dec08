import { Stack, Validations } from 'aws-cdk-lib';
import type { CfnStateMachine, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/** Acknowledges what cdk-nag finds in every machine with a distributed Map. @param noLogs why it has no logs and traces */
export function acknowledgeMachine(machine: StateMachine, noLogs: string): void {
  for (const id of ['AwsSolutions-SF1', 'AwsSolutions-SF2', 'Serverless-StepFunctionStateMachineXray']) {
    Validations.of(machine).acknowledge({ id, reason: noLogs });
  }
  // "Distributed Map, IAM policies": an execution starts its own children, and their names are drawn when they start.
  const logicalId = Stack.of(machine).getLogicalId(machine.node.defaultChild as CfnStateMachine);
  const name = `{"Fn::Select":[6,{"Fn::Split":[":",{"Ref":"${logicalId}"}]}]}`;
  for (const children of [':*', '/*:*']) {
    Validations.of(machine).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${name}${children}]`,
      reason: 'Child executions of this very machine, the narrowest that can be said of them.',
    });
  }
}
