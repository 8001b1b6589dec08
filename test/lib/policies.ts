import { resourcesOf, type Template } from './synthesize.js';

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** Every statement of the stack's own policies, with the policy's logical id. */
export function statementsOf(template: Template): { policy: string; statement: Statement }[] {
  return resourcesOf(template, 'AWS::IAM::Policy').flatMap(([policy, { Properties }]) =>
    Properties.PolicyDocument.Statement.map((statement: Statement) => ({ policy, statement })),
  );
}

export const asList = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

/** What a function's role may do: asked with a logical id, answers the allowed actions on it, sorted. */
export function allowedTo(template: Template, functionName: string): (resourceId: string) => string[] {
  const statements = statementsOf(template).filter(({ policy }) => policy.startsWith(functionName));
  return (resourceId) =>
    statements
      .filter(({ statement }) => statement.Effect === 'Allow' && mentions(statement.Resource, resourceId))
      .flatMap(({ statement }) => asList(statement.Action))
      .toSorted();
}

function mentions(resource: unknown, id: string): boolean {
  return JSON.stringify(resource).includes(`"Fn::GetAtt":["${id}","Arn"]`);
}
