import { AwsError } from '../../../../calls/aws-error.js';
import type { LocalFunction } from '../../../lambda/local-function.js';
import { type FunctionError, type Outcome, throttled } from '../../../lambda/messages.js';
import { StateError } from '../state-error.js';
import type { Integration, Services } from './integration.js';

/** Errors of the Lambda service itself; those of a function keep the name that the function gave them. */
const serviceErrors: Readonly<Record<string, string>> = {
  [throttled.errorType]: 'Lambda.TooManyRequestsException',
};

/** What the runner does, of what Arguments may hold. */
const known = new Set(['FunctionName', 'Payload', 'InvocationType', 'Qualifier']);
const latest = '$LATEST';

/** "Invoke an AWS Lambda function with Step Functions": request and response, no callback. */
export function lambdaInvoke({ gate, role, functions }: Services): Integration {
  return async (args) => {
    checkArguments(args);
    const { name, qualifier } = target(args);
    const fn = [...functions().values()].find((found) => found.arn === name || found.name === name);
    if (!fn) throw new StateError('Lambda.ResourceNotFoundException', `Function not found: ${args.FunctionName}`);
    const resource = qualifier === undefined ? fn.arn : `${fn.arn}:${qualifier}`;
    try {
      gate.check(role, [{ action: 'lambda:InvokeFunction', resource }]);
    } catch (error) {
      if (error instanceof AwsError) throw new StateError('Lambda.AWSLambdaException', error.message);
      throw error;
    }
    const { error, result } = await invoke(fn, args.Payload ?? {});
    if (error) throw functionFailed(error);
    // What a function gives crosses the wire as JSON.
    return { ExecutedVersion: latest, Payload: JSON.parse(JSON.stringify(result ?? null)), StatusCode: 200 };
  };
}

async function invoke(fn: LocalFunction, payload: unknown): Promise<Outcome & { readonly result?: unknown }> {
  try {
    return await fn.invoke(payload);
  } catch (error) {
    throw new StateError('Lambda.ServiceException', String(error));
  }
}

/** "Function error: the error's name is the function's errorType, its Cause the whole error as JSON." */
function functionFailed(error: FunctionError): StateError {
  const name = serviceErrors[error.errorType] ?? (error.errorType || 'Lambda.Unknown');
  return new StateError(name, JSON.stringify(error));
}

function target({ FunctionName, Qualifier }: Readonly<Record<string, unknown>>) {
  const [, name = String(FunctionName), inName] =
    /^(arn:[^:]*:lambda:[^:]*:[^:]*:function:[^:]+):(.+)$/.exec(String(FunctionName)) ?? [];
  return { name, qualifier: (inName ?? Qualifier) as string | undefined };
}

function checkArguments(args: Readonly<Record<string, unknown>>): void {
  const unknown = Object.keys(args).filter((name) => !known.has(name));
  const { InvocationType: type = 'RequestResponse' } = args;
  const { qualifier = latest } = target(args);
  if (unknown.length === 0 && type === 'RequestResponse' && qualifier === latest) return;
  throw new StateError(
    'States.Runtime',
    `the local runner invokes ${latest} as RequestResponse with FunctionName and Payload, found ${JSON.stringify({ ...args, Payload: undefined })}. Add it in local/services/step-functions/interpreter/integrations/lambda-invoke.ts.`,
  );
}
