/** One statement of a policy, resolved: what the template says, with lists where it may have single values. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** Role ARNs or `*`; empty for a role's own policy. */
  readonly principals: readonly string[];
  readonly conditions: readonly Condition[];
}

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A call to be judged. */
export interface Permission {
  /** Such as `kinesis:PutRecords`. */
  readonly action: string;
  /** ARN. */
  readonly resource: string;
}

type Test = (found: string | undefined, value: string) => boolean;

/** The condition operators that policies here may use; another one is an error when the stack starts, never ignored. */
const operators: Readonly<Record<string, Test>> = {
  StringEquals: (found, value) => found === value,
  StringNotEquals: (found, value) => found !== value,
  StringLike: (found, value) => found !== undefined && matches(value, found),
  ArnLike: (found, value) => found !== undefined && matches(value, found),
  ArnEquals: (found, value) => found !== undefined && matches(value, found),
  Bool: (found, value) => found === value,
  NumericLessThan: (found, value) => found !== undefined && Number(found) < Number(value),
};

/** Loopback stands for TLS: nothing but this machine can read it. */
const requestContext: Readonly<Record<string, string>> = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };

/**
 * Reads the statements of a resolved policy document.
 *
 * @throws Error naming a condition operator that the local runner can't judge
 */
export function readStatements(document: unknown, where: string): Statement[] {
  const { Statement: statements } = document as { Statement: unknown };
  return list(statements).map((statement) => {
    const s = statement as Record<string, unknown>;
    if (s.NotPrincipal !== undefined) throw new Error(`${where}: NotPrincipal is not known to the local runner.`);
    return {
      effect: s.Effect === 'Deny' ? 'Deny' : 'Allow',
      actions: list(s.Action).map(String),
      notActions: list(s.NotAction).map(String),
      resources: list(s.Resource).map(String),
      notResources: list(s.NotResource).map(String),
      principals: readPrincipals(s.Principal),
      conditions: readConditions(s.Condition, where),
    };
  });
}

/** IAM: an explicit Deny wins; without an Allow the answer is no. */
export function isAllowed(statements: readonly Statement[], permission: Permission): boolean {
  const applying = statements.filter((statement) => applies(statement, permission));
  return applying.some(({ effect }) => effect === 'Allow') && !applying.some(({ effect }) => effect === 'Deny');
}

function applies(statement: Statement, { action, resource }: Permission): boolean {
  const { actions, notActions, resources, notResources, conditions } = statement;
  const coversAction =
    actions.length > 0 ? some(actions, action.toLowerCase(), true) : !some(notActions, action.toLowerCase(), true);
  const coversResource = resources.length > 0 ? some(resources, resource) : !some(notResources, resource);
  return coversAction && coversResource && conditions.every(holds);
}

function holds({ operator, key, values }: Condition): boolean {
  const test = (value: string) => operators[operator]?.(requestContext[key], value) ?? false;
  // "IAM: negated operators with several values hold when none of them matches."
  return operator.includes('Not') ? values.every(test) : values.some(test);
}

function some(patterns: readonly string[], value: string, ignoreCase = false): boolean {
  return patterns.some((pattern) => matches(ignoreCase ? pattern.toLowerCase() : pattern, value));
}

/** IAM wildcards: `*` for any text, `?` for one character. */
function matches(pattern: string, value: string): boolean {
  if (pattern === '*' || pattern === value) return true;
  if (!/[*?]/.test(pattern)) return false;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(value);
}

function readConditions(condition: unknown, where: string): Condition[] {
  return Object.entries((condition ?? {}) as Record<string, Record<string, unknown>>).flatMap(([operator, tests]) => {
    if (!Object.hasOwn(operators, operator)) {
      throw new Error(
        `${where}: condition ${operator} is not known to the local runner, which knows ${Object.keys(operators).join(', ')}. Add it in local/calls/policy.ts.`,
      );
    }
    return Object.entries(tests).map(([key, values]) => ({ operator, key, values: list(values).map(String) }));
  });
}

function readPrincipals(principal: unknown): string[] {
  if (principal === undefined) return [];
  if (typeof principal === 'string') return [principal];
  return Object.values(principal as Record<string, unknown>).flatMap((value) => list(value).map(String));
}

function list(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
