import { isAllowed, readStatements } from '../iam/policy.js';
import type { LocalFunction } from '../lambda/local-function.js';
import { account, region } from '../template/resource-types.js';
import type { Template } from '../template/template.js';

/**
 * Checks that a Lambda permission lets API Gateway invoke a function.
 *
 * @param source what invokes it: the end of an `execute-api` ARN
 * @param where the resource, and what it is for
 * @throws Error saying what is missing
 */
export function requireInvoke(template: Template, fn: LocalFunction, source: string, where: string): void {
  if (mayInvoke(template, fn, `arn:aws:execute-api:${region}:${account}:${source}`)) return;
  throw new Error(`${where}: API Gateway may not invoke ${fn.name}. Grant it with an AWS::Lambda::Permission.`);
}

function mayInvoke(template: Template, { arn, name }: LocalFunction, source: string): boolean {
  const statements = template
    .ofType('AWS::Lambda::Permission')
    .filter(
      ({ properties }) =>
        [arn, name].includes(properties.FunctionName) && properties.Principal === 'apigateway.amazonaws.com',
    )
    .map(({ properties }) => ({ Effect: 'Allow', Action: properties.Action, Resource: properties.SourceArn }));
  return isAllowed(readStatements({ Statement: statements }, 'AWS::Lambda::Permission'), {
    action: 'lambda:InvokeFunction',
    resource: source,
  });
}
