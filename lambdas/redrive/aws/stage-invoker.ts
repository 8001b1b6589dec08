import { InvokeCommand, type LambdaClient, RequestTooLargeException } from '@aws-sdk/client-lambda';
import type { KinesisStreamRecord } from 'aws-lambda';
import type { StageAnswer } from '../../shared/frames/stream-stage.js';
import { DependencyError } from '../../shared/function/errors.js';
import type { Invoked } from '../invoke-halves.js';

/** @throws DependencyError (from the returned function) when the stage can't be invoked at all */
export function stageInvoker(client: LambdaClient, functionName: string) {
  return async (records: readonly KinesisStreamRecord[]): Promise<Invoked> => {
    try {
      const Payload = Buffer.from(JSON.stringify({ Records: records, redrive: true }));
      const answer = await client.send(new InvokeCommand({ FunctionName: functionName, Payload }));
      const payload = JSON.parse(Buffer.from(answer.Payload ?? []).toString() || 'null');
      if (answer.FunctionError === undefined) return { answer: payload as StageAnswer };
      return { error: `${payload?.errorType ?? answer.FunctionError}: ${payload?.errorMessage ?? 'no message'}` };
    } catch (error) {
      // "Lambda quotas: 6 MB a synchronous invocation", which the records filled when they came.
      if (error instanceof RequestTooLargeException) return { error: String(error) };
      throw new DependencyError(`Lambda ${functionName}: could not be invoked: ${error}`, { cause: error });
    }
  };
}
