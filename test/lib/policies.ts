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

/** The resource of a statement in short: logical ids without their hashes, joined with what stands around them. */
function nameResource(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const { Ref, ...made } = resource as { Ref?: string; [intrinsic: string]: unknown };
  if (Ref !== undefined) return Ref.replace(/[0-9A-F]{8}$/, '');
  const [[intrinsic, argument] = []] = Object.entries(made);
  const list = argument as unknown[];
  if (intrinsic === 'Fn::GetAtt') return nameResource({ Ref: list[0] });
  if (intrinsic === 'Fn::Join') return (list[1] as unknown[]).map(nameResource).join('');
  if (intrinsic === 'Fn::Select') return nameResource(((list[1] as Record<string, unknown[]>)['Fn::Split'] ?? [])[1]);
  throw new Error(`resource: found ${JSON.stringify(resource)}`);
}

/** What the policies whose id begins so allow: `action resource`, in short and sorted. */
export const granted = (template: Template, policyStart: string): string[] =>
  statementsOf(template)
    .filter(({ policy }) => policy.startsWith(policyStart))
    .flatMap(({ statement }) =>
      asList(statement.Resource).flatMap((resource) =>
        asList(statement.Action).map((action) => `${action} ${nameResource(resource)}`),
      ),
    )
    .map((line) => line.replace(/arn:AWS::Partition:(\w+):AWS::Region:AWS::AccountId:/, '$1:'))
    .toSorted();

function mentions(resource: unknown, id: string): boolean {
  return JSON.stringify(resource).includes(`"Fn::GetAtt":["${id}","Arn"]`);
}
