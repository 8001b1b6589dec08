import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { firehoseService } from '../../../local/services/firehose/service.js';
import { useClosing } from '../../support/closing.js';
import { useDynamo } from '../../support/dynamodb.js';
import { someFaults } from '../../support/faults.js';
import { anEntry, put, useKinesis } from '../../support/kinesis.js';
import { firehoseAt, serve } from '../../support/services.js';
import { anInsert, anItem, itemsOf } from '../../support/tables.js';

const kinesis = useKinesis();
const dynamo = useDynamo();
const closing = useClosing();
const mids = Array.from({ length: 8 }, (_, index) => `LOG:${index}`);
const partly = (service: string) => someFaults(service, { partial: 1 });

/** Some, but not all of the 8, and the others. */
function expectSplit(refused: readonly string[], done: readonly string[]): void {
  expect(refused.length).toBeGreaterThan(0);
  expect(done.length).toBeGreaterThan(0);
  expect([...refused, ...done].toSorted()).toEqual(mids);
}

describe('a partial failure', () => {
  it('of PutRecords answers by position, and the stream has the others alone', async () => {
    const { client, stream } = await kinesis({ around: partly('kinesis').around });

    const { FailedRecordCount, Records = [] } = await put(
      client,
      mids.map((mid) => anEntry(mid)),
    );

    const shard = stream.shards[0];
    const there = shard?.read(0, { records: 100, bytes: 1e6 }) ?? [];
    const refused = mids.filter((_, index) => Records[index]?.ErrorCode === 'ProvisionedThroughputExceededException');
    expectSplit(
      refused,
      there.map(({ data }) => data.toString()),
    );
    expect(FailedRecordCount).toBe(refused.length);
    expect(Records.flatMap(({ SequenceNumber }) => SequenceNumber ?? [])).toEqual(
      there.map(({ sequenceNumber }) => sequenceNumber),
    );
  });

  it('of PutRecords with one record refuses that', async () => {
    const { client, stream } = await kinesis({ around: partly('kinesis').around });

    const { FailedRecordCount } = await put(client, [anEntry('a')]);

    expect([FailedRecordCount, stream.shards[0]?.log.end]).toEqual([1, stream.shards[0]?.log.start]);
  });

  it('of PutRecordBatch answers by position, and the Firehose has the others alone', async () => {
    const taken: string[] = [];
    const arn = 'arn:aws:firehose:local-1:000000000000:deliverystream/failed';
    const accept = (records: readonly Buffer[]) => void taken.push(...records.map(String));
    const served = await serve(
      firehoseService([{ name: 'failed', arn, accept }]),
      undefined,
      partly('firehose').around,
    );
    closing(served.close);
    const client = firehoseAt(served.endpoint);
    closing(() => client.destroy());

    const Records = mids.map((mid) => ({ Data: Buffer.from(mid) }));
    const { FailedPutCount, RequestResponses = [] } = await client.send(
      new PutRecordBatchCommand({ DeliveryStreamName: 'failed', Records }),
    );

    const refused = mids.filter((_, index) => RequestResponses[index]?.ErrorCode === 'ServiceUnavailableException');
    expectSplit(refused, taken);
    expect(FailedPutCount).toBe(refused.length);
    expect(mids.filter((_, index) => RequestResponses[index]?.RecordId)).toEqual(taken);
  });

  it('of BatchExecuteStatement answers by position, and the table has the others alone', async () => {
    const { client, store } = await dynamo({ around: partly('dynamodb').around });

    const Statements = mids.map((mid) => anInsert({ mid })) as never;
    const { Responses = [] } = await client.send(new BatchExecuteStatementCommand({ Statements }));

    const refused = mids.filter((_, index) => Responses[index]?.Error?.Code === 'ProvisionedThroughputExceeded');
    expectSplit(refused, Object.keys(await itemsOf(store)));
    expect(mids.filter((_, index) => Responses[index]?.TableName === 'claims')).toHaveLength(8 - refused.length);
  });

  it('of BatchWriteItem gives back what was not written, as it was asked for', async () => {
    const { client, store } = await dynamo({ around: partly('dynamodb').around });

    const claims = mids.map((mid) => ({ PutRequest: { Item: anItem({ mid }) } }));
    const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { claims } }));

    const unwritten = UnprocessedItems?.claims ?? [];
    expectSplit(
      unwritten.map(({ PutRequest }) => PutRequest?.Item?.mid?.S ?? ''),
      Object.keys(await itemsOf(store)),
    );
    expect(claims).toEqual(expect.arrayContaining(unwritten));
  });

  it('of BatchGetItem gives back the keys that were not read, as they were asked for', async () => {
    const { client } = await dynamo({ around: partly('dynamodb').around });
    for (const mid of mids) await client.send(new PutItemCommand({ TableName: 'claims', Item: anItem({ mid }) }));

    const claims = { Keys: mids.map((mid) => ({ mid: { S: mid } })), ConsistentRead: true };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand({ RequestItems: { claims } }));

    expectSplit(
      UnprocessedKeys?.claims?.Keys?.map(({ mid }) => mid?.S ?? '') ?? [],
      Responses?.claims?.map(({ mid }) => mid?.S ?? '') ?? [],
    );
    expect(UnprocessedKeys?.claims?.ConsistentRead).toBe(true);
  });

  it('of a table takes two items: DynamoDB refuses a call of one as a whole', async () => {
    const { around, injected } = partly('dynamodb');
    const { client, store } = await dynamo({ around });

    const claims = [{ PutRequest: { Item: anItem({ mid: 'LOG:1' }) } }];
    await client.send(new BatchWriteItemCommand({ RequestItems: { claims } }));

    expect([injected, Object.keys(await itemsOf(store))]).toEqual([[], ['LOG:1']]);
  });
});
