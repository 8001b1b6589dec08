import { nearestName } from '../../lambdas/shared/text/nearest-name.js';

/** What `-c key=value` may set here. */
const own = ['stage', 'localSearch'] as const;

/**
 * What the CDK reads of the context, and writes into it: feature flags, settings of its command, what it was told to be
 * quiet of, and what it looked up in an account, such as `availability-zones:account=…`.
 */
const cdks = /^(@aws-cdk\/|@aws-cdk-|aws:cdk:|aws-cdk:|acknowledged-issue-numbers$|cli-telemetry$|[\w-]+:account=)/;

/**
 * Checks that the context says nothing that nobody reads: `-c stge=prod` would deploy the default stage.
 *
 * @param found all of the context
 * @param inProject the keys that the project's cdk.json has
 * @throws Error with a line for each key that is unknown, and for a value that is none of its key
 */
export function checkContext(found: Readonly<Record<string, unknown>>, inProject: readonly string[]): void {
  const known: readonly string[] = [...own, ...inProject];
  const unknown = Object.keys(found)
    .filter((key) => !known.includes(key) && !cdks.test(key))
    .map((key) => `context ${key}: expected ${own.join(' or ')}, found "${key}".${suggest(key, found[key])}`);
  const wrong = isFlag(found.localSearch)
    ? []
    : [`context localSearch: expected true or false, found ${JSON.stringify(found.localSearch)}.`];
  const lines = [...unknown, ...wrong];
  if (lines.length === 0) return;
  throw new Error(
    `${lines.join('\n')}\nNothing was synthesized. Mend it where it is set: -c, cdk.json, cdk.context.json or ~/.cdk.json.`,
  );
}

/** The value of a flag of the context, which the command line gives as a text. */
export const flagOf = (value: unknown): boolean => value === true || value === 'true';

const isFlag = (value: unknown) => [undefined, true, false, 'true', 'false'].includes(value as undefined);

function suggest(key: string, value: unknown): string {
  const near = nearestName(key, own);
  return near === undefined ? '' : ` Did you mean -c ${near}=${value}?`;
}
