import { isObject } from '../../../lambdas/shared/telemetry/describe-value.js';

export interface ConfigOptions {
  readonly config?: string | undefined;
  readonly conversation?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * The `datasetConfig` of a submit, from `--config` or from the options that stand for its usual keys. What is in it the
 * API judges.
 *
 * @throws Error when it is no JSON object, or when both are there
 */
export function readConfig({ config, conversation, from, to }: ConfigOptions): object {
  const short = Object.fromEntries(
    Object.entries({ conversationId: conversation, startDate: from, endDate: to }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  if (config === undefined) return short;
  if (Object.keys(short).length > 0) {
    throw new Error('--config: expected it alone, or --conversation, --from and --to alone, found both.');
  }
  const parsed = parse(config);
  if (isObject(parsed)) return parsed;
  throw new Error(`--config: expected a JSON object such as '{"conversationId":"…"}', found "${config}".`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
