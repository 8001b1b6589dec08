import { AccessDeniedException, CreateStreamCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { aGate, operatorKey, readerKey, readerRole } from '../../../support/gates.js';
import { anEntry, put, useKinesis } from '../../../support/kinesis.js';
import { textsOf } from '../../../support/log-records.js';
import { streamArn } from '../../../support/streams.js';

const kinesis = useKinesis();

describe('access to Kinesis', () => {
  it('is refused to a role without the permission, naming role, action and resource, and told in one line', async () => {
    const gate = aGate({ Effect: 'Allow', Action: 'kinesis:GetRecords', Resource: streamArn });
    const { client, stream } = await kinesis({ gate, key: readerKey });

    const answer = await put(client, [anEntry('a')]).catch((error: unknown) => error);

    expect(answer).toBeInstanceOf(AccessDeniedException);
    expect(answer).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `${readerRole} is not authorized to perform: kinesis:PutRecords on resource: ${streamArn}`,
      ),
    });
    expect(gate.denied).toEqual([
      `access denied: reader may not kinesis:PutRecords on ${streamArn}. The template's policies don't allow it: grant it in lib/constructs/.`,
    ]);
    expect(stream.shards.flatMap(({ log }) => textsOf(log))).toEqual([]);
  });

  it('is given to a role with the permission, of which no line is told', async () => {
    const gate = aGate({ Effect: 'Allow', Action: 'kinesis:PutRecords', Resource: streamArn });
    const { client } = await kinesis({ gate, key: readerKey });

    const { FailedRecordCount } = await put(client, [anEntry('a')]);

    expect(FailedRecordCount).toBe(0);
    expect(gate.denied).toEqual([]);
  });

  it('is refused to a key that this runner has not given', async () => {
    const { client } = await kinesis({ key: 'AKIAOTHER' });

    const answer = put(client, [anEntry('a')]);

    await expect(answer).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The access key AKIAOTHER is unknown to this runner.',
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('names a stream that does not exist', async () => {
    const { client } = await kinesis({ key: operatorKey });
    const input = { StreamName: 'evnts', Records: [{ PartitionKey: 'k', Data: Buffer.from('a') }] };

    const answer = client.send(new PutRecordsCommand(input));

    await expect(answer).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Stream evnts not found.',
    });
  });

  it('names an operation that is not built', async () => {
    const { client } = await kinesis();

    const answer = client.send(new CreateStreamCommand({ StreamName: 'more' }));

    await expect(answer).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringMatching(/^kinesis CreateStream is not part of the local runner/),
    });
  });

  it('keeps a failure of its own from the caller, prints it, and goes on', async () => {
    const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const refuse = jest.fn().mockImplementationOnce(() => {
      throw new Error('no disk');
    });
    const { client } = await kinesis({ refuse });

    const failed = await put(client, [anEntry('a')]).catch((error: unknown) => error);
    const next = await put(client, [anEntry('a')]);

    expect(failed).toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
    expect(printed.mock.calls.flat()).toEqual([expect.stringContaining('kinesis: Error: no disk')]);
    expect(next.FailedRecordCount).toBe(0);
    printed.mockRestore();
  });
});
