import {
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
  RequestTooLargeException,
  ResourceNotFoundException,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';
import { close, listen } from '../../../../local/calls/json-service.js';
import type { LocalFunction } from '../../../../local/services/lambda/local-function.js';
import { type Outcome, throttled } from '../../../../local/services/lambda/messages.js';
import { serveLambda } from '../../../../local/services/lambda/service.js';
import { useClosing } from '../../../support/closing.js';
import { failure, fakeFunction } from '../../../support/functions.js';
import { aGate, operatorKey, readerKey, readerRole } from '../../../support/gates.js';

const closing = useClosing();
const arn = 'arn:aws:lambda:local-1:000000000000:function:dedup-function';

async function open(answer: (event: unknown) => Outcome = () => ({ result: { done: true } }), gate = aGate()) {
  const fn = fakeFunction(answer);
  const functions = new Map<string, LocalFunction>();
  const server = serveLambda(() => functions, gate);
  const port = await listen(server);
  closing(() => close(server));
  // As when the runner starts: the functions are told the server's address, and come after it.
  functions.set(fn.arn, fn);
  const clientOf = (accessKeyId: string) => {
    const credentials = { accessKeyId, secretAccessKey: 'unchecked' };
    const client = new LambdaClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'local-1',
      credentials,
      maxAttempts: 1,
    });
    closing(() => client.destroy());
    return client;
  };
  return { fn, client: clientOf(operatorKey), reader: clientOf(readerKey) };
}

const invoke = (FunctionName: string, event: unknown = {}) =>
  new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) });

describe('an invocation', () => {
  it.each(['dedup-function', arn, '000000000000:function:dedup-function'])(
    'of %s hands the event over, and answers with what the function returns',
    async (name) => {
      const { fn, client } = await open();

      const { Payload, FunctionError, StatusCode, ExecutedVersion } = await client.send(invoke(name, { Records: [1] }));

      expect(fn.events).toEqual([{ Records: [1] }]);
      expect(JSON.parse(Payload?.transformToString() ?? '')).toEqual({ done: true });
      expect([FunctionError, StatusCode, ExecutedVersion]).toEqual([undefined, 200, '$LATEST']);
    },
  );

  it('of a function that fails is answered with 200, and says so beside the error', async () => {
    const { client } = await open(() => failure('broken'));

    const { Payload, FunctionError, StatusCode } = await client.send(invoke(arn));

    expect([FunctionError, StatusCode]).toEqual(['Unhandled', 200]);
    expect(JSON.parse(Payload?.transformToString() ?? '')).toEqual({ errorType: 'Error', errorMessage: 'broken' });
  });

  it('that returns nothing is answered with null', async () => {
    const { client } = await open(() => ({ result: undefined }));

    expect((await client.send(invoke(arn))).Payload?.transformToString()).toBe('null');
  });

  it('beyond the concurrency is refused, and so is what is too large or nowhere', async () => {
    const { client, fn } = await open(() => ({ error: throttled }));

    await expect(client.send(invoke(arn))).rejects.toThrow(TooManyRequestsException);
    await expect(client.send(invoke(arn, 'x'.repeat(6 * 1024 * 1024)))).rejects.toThrow(RequestTooLargeException);
    await expect(client.send(invoke('other'))).rejects.toThrow(ResourceNotFoundException);
    expect(fn.events).toHaveLength(1);
  });

  it('takes lambda:InvokeFunction on that function', async () => {
    const gate = aGate({ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: `${arn}-2` });
    const { reader, fn } = await open(undefined, gate);

    await expect(reader.send(invoke(arn))).rejects.toMatchObject({ name: 'AccessDeniedException' });

    expect(fn.events).toEqual([]);
    expect(gate.denied).toEqual([expect.stringContaining('may not lambda:InvokeFunction')]);
    expect(readerRole).toContain('reader');
  });

  it('asynchronously, and any other operation, is not built, and says so', async () => {
    const { client } = await open();

    const event = new InvokeCommand({ FunctionName: arn, InvocationType: 'Event' });
    await expect(client.send(event)).rejects.toThrow(
      /Invoke with InvocationType Event is not part of the local runner/,
    );
    await expect(client.send(new GetFunctionCommand({ FunctionName: arn }))).rejects.toThrow(
      /is not part of the local/,
    );
  });
});
