import { randomBytes } from 'node:crypto';
import type { GateRules } from '../calls/gate.js';
import { readStatements, type Statement } from '../calls/policy.js';
import { account, resourceTypes } from '../template/resource-types.js';
import type { Template } from '../template/template.js';

/** An access key of this run. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** For people and tests on this machine: may do everything. */
export const operatorRole = `arn:aws:iam::${account}:role/operator`;

/** The template's roles, bucket policies and key policies, and the keys that stand for the roles in this run. */
export function gateRules(template: Template, keys: ReadonlyMap<string, Credentials>): GateRules {
  const roles: Record<string, Statement[]> = {
    [operatorRole]: readStatements({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }, 'operator'),
  };
  for (const { id, properties } of template.ofType('AWS::IAM::Policy')) {
    for (const role of properties.Roles as string[]) {
      const arn = roleArn(role);
      roles[arn] = [...(roles[arn] ?? []), ...readStatements(properties.PolicyDocument, id)];
    }
  }
  const resourcePolicies = template
    .ofType('AWS::S3::BucketPolicy')
    .flatMap(({ id, properties }) => readStatements(properties.PolicyDocument, id));
  const keyPolicies = Object.fromEntries(
    template
      .ofType('AWS::KMS::Key')
      .map(({ id, properties }) => [template.arnOf(id), readStatements(properties.KeyPolicy, id)]),
  );
  return {
    roles,
    resourcePolicies,
    keyPolicies,
    keys: Object.fromEntries([...keys].map(([role, { accessKeyId }]) => [accessKeyId, role])),
  };
}

export function makeCredentials(): Credentials {
  return {
    accessKeyId: `LOCAL${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(20).toString('hex'),
  };
}

function roleArn(name: string): string {
  return resourceTypes['AWS::IAM::Role']?.arn?.(name) ?? name;
}
