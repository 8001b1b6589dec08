import {
  InvokeCommand,
  type LambdaClient,
  RequestTooLargeException,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';
import { DependencyError } from '../../shared/function/errors.js';
import type { Invoked, StrayPorts } from '../serve-stray.js';

/** @throws DependencyError (from the returned function) when a function can't be invoked at all */
export function functionInvoker(client: LambdaClient): StrayPorts['invoke'] {
  return async (functionName, event): Promise<Invoked> => {
    try {
      const Payload = Buffer.from(JSON.stringify(event));
      const answer = await client.send(new InvokeCommand({ FunctionName: functionName, Payload }));
      const payload = JSON.parse(Buffer.from(answer.Payload ?? []).toString() || 'null');
      if (answer.FunctionError === undefined) return { result: payload };
      const why = `${payload?.errorType ?? answer.FunctionError}: ${payload?.errorMessage ?? 'no message'}`;
      return { failed: 'error', why: `${functionName}: ${why}` };
    } catch (error) {
      if (error instanceof TooManyRequestsException) return { failed: 'throttled', why: `${functionName}: ${error}` };
      if (error instanceof RequestTooLargeException) return { failed: 'too-large', why: `${functionName}: ${error}` };
      throw new DependencyError(`Lambda ${functionName}: could not be invoked: ${error}`, { cause: error });
    }
  };
}
