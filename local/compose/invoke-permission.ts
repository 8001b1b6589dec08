import { isAllowed, readStatements } from '../calls/policy.js';
import type { LocalFunction } from '../services/lambda/local-function.js';
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
  const arn = `arn:aws:execute-api:${region}:${account}:${source}`;
  if (mayInvoke(template, fn, { principal: 'apigateway.amazonaws.com', arn })) return;
  throw new Error(`${where}: API Gateway may not invoke ${fn.name}. Grant it with an AWS::Lambda::Permission.`);
}

/** Checks that a Lambda permission lets a rule of EventBridge invoke a function. @throws Error saying what is missing */
export function requireInvokeByRule(template: Template, fn: NamedFunction, ruleArn: string, where: string): void {
  if (mayInvoke(template, fn, { principal: 'events.amazonaws.com', arn: ruleArn })) return;
  throw new Error(`${where}: EventBridge may not invoke ${fn.name}. Grant it with an AWS::Lambda::Permission.`);
}

type NamedFunction = Pick<LocalFunction, 'arn' | 'name'>;

function mayInvoke(
  template: Template,
  { arn, name }: NamedFunction,
  source: { readonly principal: string; readonly arn: string },
): boolean {
  const statements = template
    .ofType('AWS::Lambda::Permission')
    .filter(
      ({ properties }) => [arn, name].includes(properties.FunctionName) && properties.Principal === source.principal,
    )
    .map(({ properties }) => ({ Effect: 'Allow', Action: properties.Action, Resource: properties.SourceArn }));
  return isAllowed(readStatements({ Statement: statements }, 'AWS::Lambda::Permission'), {
    action: 'lambda:InvokeFunction',
    resource: source.arn,
  });
}
