import { decodeFrame } from '../../../lambdas/shared/frames/frame.js';
import { encodeAggregate } from '../../../lambdas/shared/frames/kpl.js';
import { ConnectionLost } from '../../../local/calls/aws-error.js';
import type { Around, Call, Input } from '../../../local/calls/json-service.js';
import { Forwards, type MayRepeat } from '../../../local/faults/forwards.js';
import { someEvents } from '../../factories/events.js';
import { aFrame } from '../../factories/frames.js';

const [first, second] = someEvents(2).map((event) => aFrame([event]).data);
const refsOf = (data: Buffer) => {
  const frame = decodeFrame(data);
  return 'entries' in frame ? frame.entries.map(([mid, fingerprint]) => [mid, fingerprint]) : [];
};
const through: Around = async ({ input }, run) => run(input);

/** Calls of a worker through the forwards, each with the faults given. */
function watched() {
  const told: MayRepeat[] = [];
  const forwards = new Forwards((mayRepeat) => told.push(mayRepeat));
  const put = (records: readonly (Buffer | undefined)[], faulted: Around = through, more: Partial<Call> = {}) => {
    const Records = records.map((data) => ({ Data: data?.toString('base64') }));
    const call = {
      operation: 'PutRecords',
      input: { StreamName: 'unique', Records },
      userAgent: 'aws-sdk-js app/sunstream-worker-1',
      isGone: () => false,
      ...more,
    };
    const take = (input: Input) => ({ Records: input.Records.map(() => ({ SequenceNumber: '1' })) });
    return forwards.around(faulted)(call, take);
  };
  const die = (at: string) => forwards.died('sunstream-worker-1', at);
  return { told, put, die };
}

/** Refuses the second of two records. */
const partly: Around = async ({ input }, run) => {
  const done = (await run({ ...input, Records: input.Records.slice(0, 1) })) as Input;
  return { Records: [...done.Records, { ErrorCode: 'ProvisionedThroughputExceededException' }] };
};
const thenLost: Around = async ({ input }, run) => {
  await run(input);
  throw new ConnectionLost();
};
const refused: Around = () => Promise.reject(new Error('throttled'));
const mayRepeat = (cause: string, at: string, ...records: (Buffer | undefined)[]) => ({
  cause,
  at,
  stream: 'unique',
  events: records.flatMap((data) => (data ? refsOf(data) : [])),
});

describe('what stages forward, under faults', () => {
  it('may come twice when its answer is lost', async () => {
    const { told, put } = watched();

    await expect(put([first, second], thenLost)).rejects.toThrow(ConnectionLost);

    expect(told).toEqual([mayRepeat('lostAnswer', 'kinesis PutRecords', first, second)]);
  });

  it('may come twice when nobody waits for the answer any more', async () => {
    const { told, put } = watched();

    await put([first], through, { isGone: () => true });

    expect(told).toEqual([mayRepeat('givenUp', 'kinesis PutRecords', first)]);
  });

  it('may come twice when the worker dies before it has remembered it', async () => {
    const { told, put, die } = watched();
    await put([first]);

    die('dynamodb BatchWriteItem');

    expect(told).toEqual([mayRepeat('workerDeath', 'dynamodb BatchWriteItem', first)]);
  });

  it('may come twice when it was taken in part, and the worker dies over the rest', async () => {
    const { told, put, die } = watched();
    await put([first, second], partly);
    void put([second], () => new Promise(() => {}));

    die('kinesis PutRecords');

    expect(told).toEqual([mayRepeat('workerDeath', 'kinesis PutRecords', first)]);
  });

  it('comes once when the worker dies later, over other records, or nothing was taken', async () => {
    const { told, put, die } = watched();
    await put([first]);
    await expect(put([second], refused)).rejects.toThrow('throttled');

    die('kinesis PutRecords');
    die('dynamodb BatchWriteItem');

    expect(told).toEqual([]);
  });

  it.each(['dynamodb BatchGetItem', 'dynamodb BatchExecuteStatement', 'firehose PutRecordBatch'])(
    'comes once when the worker dies at %s',
    async (at) => {
      const { told, put, die } = watched();
      await put([first]);

      die(at);

      expect(told).toEqual([]);
    },
  );

  it('is named by its documents where it is an aggregate, and not at all where it is neither', async () => {
    const { told, put } = watched();
    const documents = ['LOG:1', 'LOG:2'].map((mid) => ({ mid, metadata: { fingerprint: `of ${mid}` } }));
    const data = encodeAggregate(
      'key',
      documents.map((document) => Buffer.from(JSON.stringify(document))),
    );

    await expect(put([data, Buffer.from('text')], thenLost)).rejects.toThrow();

    expect(told.map(({ events }) => events)).toEqual([
      [
        ['LOG:1', 'of LOG:1'],
        ['LOG:2', 'of LOG:2'],
      ],
    ]);
  });
});
