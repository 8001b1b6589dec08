import { createWriteStream, mkdirSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import type { FunctionSettings } from '../services/lambda/environment.js';
import { LocalFunction } from '../services/lambda/local-function.js';
import type { SearchPlace } from '../services/opensearch/search-engine.js';
import { account, region, searchEndpoint } from '../template/resource-types.js';
import type { Template } from '../template/template.js';
import type { Credentials } from './gate-rules.js';

export interface FunctionContext {
  readonly keys: ReadonlyMap<string, Credentials>;
  /** `AWS_ENDPOINT_URL_…` variables. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly logFolder: string;
  /** The OpenSearch of this machine, where there is one. */
  readonly search?: SearchPlace | undefined;
  readonly enlist?: FunctionSettings['enlist'];
}

/** The template's functions, by ARN; none is started yet. */
export function makeFunctions(template: Template, context: FunctionContext): Map<string, LocalFunction> {
  mkdirSync(context.logFolder, { recursive: true });
  return new Map(
    template.ofType('AWS::Lambda::Function').map(({ id, properties }) => {
      const name = template.nameOf(id);
      const arn = template.arnOf(id);
      const made = new LocalFunction({
        folder: template.assetFolder(properties.Code),
        handler: properties.Handler,
        functionName: name,
        functionArn: arn,
        memoryMb: properties.MemorySize ?? 128,
        timeoutSeconds: properties.Timeout ?? 3,
        reservedConcurrency: properties.ReservedConcurrentExecutions,
        enlist: context.enlist,
        log: createWriteStream(join(context.logFolder, `${name}.log`), { flags: 'a' }),
        environment: {
          ...lambdaVariables(name, properties.MemorySize, context.keys.get(properties.Role)),
          ...context.endpoints,
          ...properties.Environment?.Variables,
          ...(context.search && searchVariables(template, context.search, properties.Environment?.Variables)),
        },
      });
      return [arn, made];
    }),
  );
}

/** For a function that is told of the template's domain: where it is on this machine. */
function searchVariables(
  template: Template,
  { url, verifyTls }: SearchPlace,
  variables: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const domains = template.ofType('AWS::OpenSearchService::Domain').map(({ id }) => template.nameOf(id));
  const told = Object.entries(variables).filter(([, value]) =>
    domains.some((name) => value === `https://${searchEndpoint(name)}`),
  );
  if (told.length === 0) return {};
  return { ...Object.fromEntries(told.map(([key]) => [key, url])), ...(!verifyTls && { SEARCH_TLS: 'unverified' }) };
}

/** "Lambda, defined runtime environment variables", and nothing of this machine's own. */
function lambdaVariables(name: string, memory: number, credentials: Credentials | undefined): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
    AWS_ACCESS_KEY_ID: credentials?.accessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: credentials?.secretAccessKey ?? '',
    AWS_ACCOUNT_ID: account,
    // A developer's own profiles must not reach into a function.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    TZ: ':UTC',
    // The runtime that deploys is Node 24; this machine's may be older, and the SDK would say so at every start.
    NODE_NO_WARNINGS: '1',
  };
}
