import {
  InvokeCommand,
  LambdaClient,
  RequestTooLargeException,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import { mockClient } from 'aws-sdk-client-mock';
import { DependencyError } from '../../../../lambdas/shared/function/errors.js';
import { functionInvoker } from '../../../../lambdas/stray/aws/function-invoker.js';

const client = new LambdaClient({ region: 'ap-south-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
const lambda = mockClient(client);
const invoke = () => functionInvoker(client)('ingest', { routeKey: 'GET /health' });
const payload = (value: unknown) => Uint8ArrayBlobAdapter.fromString(JSON.stringify(value));
const told = { message: 'no', $metadata: {} };

beforeEach(() => lambda.reset());

describe('invoking a function', () => {
  it('gives it the event and hands back its answer', async () => {
    lambda.on(InvokeCommand).resolves({ Payload: payload({ statusCode: 200 }) });

    expect(await invoke()).toEqual({ result: { statusCode: 200 } });
    const sent = lambda.commandCalls(InvokeCommand)[0]?.args[0].input;
    expect([sent?.FunctionName, JSON.parse(String(sent?.Payload))]).toEqual(['ingest', { routeKey: 'GET /health' }]);
  });

  it('tells its error by name', async () => {
    const thrown = { errorType: 'TypeError', errorMessage: 'no stream' };
    lambda.on(InvokeCommand).resolves({ FunctionError: 'Unhandled', Payload: payload(thrown) });

    expect(await invoke()).toEqual({ failed: 'error', why: 'ingest: TypeError: no stream' });
  });

  it.each([
    ['throttled', new TooManyRequestsException(told)],
    ['too-large', new RequestTooLargeException(told)],
  ])('tells %s apart', async (failed, error) => {
    lambda.on(InvokeCommand).rejects(error);

    expect(await invoke()).toMatchObject({ failed, why: expect.stringMatching(/^ingest: /) });
  });

  it('throws where Lambda can not be asked', async () => {
    lambda.on(InvokeCommand).rejects(new Error('connect ECONNREFUSED'));

    await expect(invoke()).rejects.toBeInstanceOf(DependencyError);
  });
});
