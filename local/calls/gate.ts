import { account } from '../template/resource-types.js';
import { AwsError } from './aws-error.js';
import { isAllowed, type Permission, type Statement } from './policy.js';

/** Who may do what, as plain data: it crosses to the thread of a store. */
export interface GateRules {
  /** Role ARN → its statements. */
  readonly roles: Readonly<Record<string, readonly Statement[]>>;
  /** Statements of bucket policies. */
  readonly resourcePolicies: readonly Statement[];
  /** ARN of a KMS key → the statements of its policy. */
  readonly keyPolicies?: Readonly<Record<string, readonly Statement[]>>;
  /** Access key id → role ARN. Each function has a key of its own. */
  readonly keys: Readonly<Record<string, string>>;
}

/** Told of each refused call. */
export type OnDenied = (line: string) => void;

/**
 * The one door in front of every store: SigV4 key → role → the template's statements.
 * The signature itself is not checked: a key is known to nobody but the function that it was made for.
 */
export class Gate {
  private readonly decided = new Map<string, boolean>();

  constructor(
    private readonly rules: GateRules,
    private readonly onDenied: OnDenied,
  ) {}

  /**
   * The role behind a request.
   *
   * @throws AwsError for a missing or unknown access key
   */
  roleOf(authorization: string | undefined): string {
    const accessKey = /Credential=([^/=]+)\//.exec(authorization ?? '')?.[1];
    if (accessKey === undefined) {
      throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
    }
    const role = Object.hasOwn(this.rules.keys, accessKey) ? this.rules.keys[accessKey] : undefined;
    if (role === undefined) {
      throw new AwsError('UnrecognizedClientException', `The access key ${accessKey} is unknown to this runner.`, 403);
    }
    return role;
  }

  /** @throws AwsError naming role, action and resource, as AWS does */
  check(role: string, permissions: readonly Permission[]): void {
    for (const permission of permissions) {
      if (this.allows(role, permission)) continue;
      const { action, resource } = permission;
      this.onDenied(denial(role, permission));
      throw new AwsError(
        'AccessDeniedException',
        `User: ${role} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
        403,
      );
    }
  }

  /** What a part of the stack needs before it can run. @throws Error in one line for the one who starts it */
  require(role: string, permissions: readonly Permission[]): void {
    const missing = permissions.find((permission) => !this.allows(role, permission));
    if (missing) throw new Error(denial(role, missing));
  }

  allows(role: string, permission: Permission): boolean {
    const question = `${role} ${permission.action} ${permission.resource}`;
    let answer = this.decided.get(question);
    if (answer === undefined) {
      answer = isAllowed(
        [...this.ownStatements(role, permission), ...this.resourceStatements(role, permission)],
        permission,
      );
      // Object keys make questions without end; what was decided on is remembered only so far.
      if (this.decided.size > 10_000) this.decided.clear();
      this.decided.set(question, answer);
    }
    return answer;
  }

  /** "KMS key policies: unless the key policy gives the account access, IAM policies that allow it have no effect." */
  private ownStatements(role: string, permission: Permission): readonly Statement[] {
    const own = this.rules.roles[role] ?? [];
    const keyPolicy = this.rules.keyPolicies?.[permission.resource];
    if (
      !keyPolicy ||
      isAllowed(
        keyPolicy.filter(({ principals }) => names(principals, ...rootNames)),
        permission,
      )
    ) {
      return own;
    }
    return own.filter(({ effect }) => effect === 'Deny');
  }

  private resourceStatements(role: string, { resource }: Permission): Statement[] {
    const policies = [...this.rules.resourcePolicies, ...(this.rules.keyPolicies?.[resource] ?? [])];
    return policies.filter(({ principals }) => names(principals, '*', role));
  }
}

/** How a policy names the whole account. */
const rootNames = [`arn:aws:iam::${account}:root`, account];

const names = (principals: readonly string[], ...wanted: readonly string[]): boolean =>
  wanted.some((name) => principals.includes(name));

function denial(role: string, { action, resource }: Permission): string {
  const name = role.split('/').at(-1);
  return `access denied: ${name} may not ${action} on ${resource}. The template's policies don't allow it: grant it in lib/constructs/.`;
}
