import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { QueryLanguage, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { PipelineFunction } from './pipeline-function.js';

/** Invokes a function by its own ARN; the library's grant covers versions and aliases, of which there are none. */
export class InvokeTask extends LambdaInvoke {
  protected override readonly taskPolicies: PolicyStatement[];

  constructor(scope: Construct, id: string, fn: PipelineFunction, payload: string | Record<string, string>) {
    super(scope, id, {
      lambdaFunction: fn,
      queryLanguage: QueryLanguage.JSONATA,
      // The library would try again while the first invocation may still run.
      retryOnServiceExceptions: false,
      payload: typeof payload === 'string' ? TaskInput.fromText(payload) : TaskInput.fromObject(payload),
      outputs: '{% $states.result.Payload %}',
    });
    this.taskPolicies = [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] })];
  }
}
