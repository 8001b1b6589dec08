import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeStreamSummaryCommand, type KinesisClient, type KinesisClientConfig } from '@aws-sdk/client-kinesis';
import { useClosing } from '../../support/closing.js';
import { useDynamo } from '../../support/dynamodb.js';
import { someFaults } from '../../support/faults.js';
import { operatorKey } from '../../support/gates.js';
import { anEntry, put, useKinesis } from '../../support/kinesis.js';
import { kinesisAt } from '../../support/services.js';
import { anItem, itemsOf } from '../../support/tables.js';
import { aBarrier, until } from '../../support/until.js';

const kinesis = useKinesis();
const dynamo = useDynamo();
const closing = useClosing();
const texts = (stream: Awaited<ReturnType<typeof kinesis>>['stream']) =>
  stream.shards.flatMap((shard) => shard.read(0, { records: 100, bytes: 1e6 }).map(({ data }) => data.toString()));

/** A client of the same store with settings of its own. */
function another(endpoint: string, more: Partial<KinesisClientConfig>): KinesisClient {
  const client = kinesisAt(endpoint, operatorKey, more);
  closing(() => client.destroy());
  return client;
}

describe('a throttled call', () => {
  it('is refused as Kinesis does, and does nothing', async () => {
    const { around, injected } = someFaults('kinesis', { throttle: 1 });
    const { client, stream } = await kinesis({ around });

    await expect(put(client, [anEntry('a')])).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException',
      $metadata: { httpStatusCode: 400 },
    });
    expect(texts(stream)).toEqual([]);
    expect(injected).toEqual(['throttle kinesis PutRecords']);
  });

  it('is made again by the SDK, and done then', async () => {
    const { around, injected } = someFaults('kinesis', { throttle: 1 });
    let calls = 0;
    const once: typeof around = (call, run) => (++calls === 1 ? around(call, run) : Promise.resolve(run(call.input)));
    const { endpoint, stream } = await kinesis({ around: once });

    await put(another(endpoint, { maxAttempts: 2 }), [anEntry('a')]);

    expect([calls, injected.length, texts(stream)]).toEqual([2, 1, ['a']]);
  });

  it('meets no other fault', async () => {
    const { around, injected } = someFaults('kinesis', { throttle: 1, partial: 1, slow: 1, lostAnswer: 1 });
    const { client } = await kinesis({ around });

    await expect(put(client, [anEntry('a')])).rejects.toThrow();

    expect(injected).toEqual(['throttle kinesis PutRecords']);
  });

  it('is one that moves data, and no other', async () => {
    const { around, injected } = someFaults('kinesis', { throttle: 1, lostAnswer: 1 });
    const { client } = await kinesis({ around });

    await client.send(new DescribeStreamSummaryCommand({ StreamName: 'events' }));

    expect(injected).toEqual([]);
  });
});

describe('a lost answer', () => {
  it('ends the connection after the work is done', async () => {
    const { around, injected } = someFaults('kinesis', { lostAnswer: 1 });
    const { client, stream } = await kinesis({ around });

    await expect(put(client, [anEntry('a')])).rejects.toThrow('socket hang up');

    expect(texts(stream)).toEqual(['a']);
    expect(injected).toEqual(['lostAnswer kinesis PutRecords']);
  });

  it('of a put to a table leaves the item there', async () => {
    const { client, store } = await dynamo({ around: someFaults('dynamodb', { lostAnswer: 1 }).around });
    const Item = anItem({ mid: 'LOG:1' });

    await expect(client.send(new PutItemCommand({ TableName: 'claims', Item }))).rejects.toThrow();

    expect(await itemsOf(store)).toEqual({ 'LOG:1': Item });
  });
});

describe('a slow answer', () => {
  it('waits after the work is done for as long as the profile says', async () => {
    const { passed, open } = aBarrier();
    const waits: number[] = [];
    const wait = (ms: number) => {
      waits.push(ms);
      return passed;
    };
    const { client, stream } = await kinesis({ around: someFaults('kinesis', { slow: 1 }, wait).around });
    let isAnswered = false;
    const answer = put(client, [anEntry('a')]).then((answered) => {
      isAnswered = true;
      return answered;
    });
    await until(() => waits.length === 1);
    const before = [isAnswered, texts(stream)];

    open();

    expect(before).toEqual([false, ['a']]);
    expect((await answer).FailedRecordCount).toBe(0);
    expect(waits).toEqual([300]);
  });

  it('of a refusal is that refusal', async () => {
    const { client } = await kinesis({ around: someFaults('kinesis', { slow: 1 }, async () => undefined).around });

    await expect(put(client, [])).rejects.toMatchObject({ name: 'InvalidArgumentException' });
  });
});

describe('the death of a worker', () => {
  it('ends the one that called, before or after the work is done, and leaves it without an answer', async () => {
    const { around, ended } = someFaults('kinesis', { workerDeath: 1 });
    const { endpoint, stream } = await kinesis({ around });
    const calls = Array.from({ length: 16 }, (_, index) => index);
    const answers = calls.map(async (index) => {
      const worker = another(endpoint, { userAgentAppId: `sunstream-worker-${index}` });
      return put(worker, [anEntry(`of ${index}`)]).then(
        () => 'answered',
        () => 'unanswered',
      );
    });
    await until(() => ended.length === calls.length);
    const done = texts(stream);

    expect(ended.toSorted()).toEqual(calls.map((index) => `sunstream-worker-${index}`).toSorted());
    expect(done.length).toBeGreaterThan(0);
    expect(done.length).toBeLessThan(calls.length);
    expect(await Promise.race([...answers, Promise.resolve('none yet')])).toBe('none yet');
  });

  it.each([
    ['before', []],
    ['after', ['a']],
  ] as const)('that a script sets %s a call ends the worker there, and no other', async (moment, done) => {
    const { around, ended } = someFaults('kinesis', {}, undefined, (worker) =>
      worker === 'sunstream-worker-2' ? moment : undefined,
    );
    const { endpoint, stream } = await kinesis({ around });
    const answer = put(another(endpoint, { userAgentAppId: 'sunstream-worker-2' }), [anEntry('a')]).catch(() => 'dead');
    await until(() => ended.length === 1);
    const before = texts(stream);

    await put(another(endpoint, { userAgentAppId: 'sunstream-worker-1' }), [anEntry('b')]);

    expect(before).toEqual(done);
    expect(ended).toEqual(['sunstream-worker-2']);
    expect(await Promise.race([answer, Promise.resolve('none yet')])).toBe('none yet');
  });

  it('strikes no call that no worker made', async () => {
    const { around, ended } = someFaults('kinesis', { workerDeath: 1 });
    const { client, stream } = await kinesis({ around });

    await put(client, [anEntry('a')]);

    expect([ended, texts(stream)]).toEqual([[], ['a']]);
  });
});
