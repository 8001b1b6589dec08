import { BatchExecuteStatementCommand } from '@aws-sdk/client-dynamodb';
import { type BatchStatement, insertBatch } from '../../../../local/services/dynamodb/insert-batch.js';
import { useDynamo } from '../../../support/dynamodb.js';
import { aGate, readerKey } from '../../../support/gates.js';
import { anInsert, claimsTable, itemsOf } from '../../../support/tables.js';

const dynamo = useDynamo();
const insertMids = (mids: readonly string[], owner?: string) =>
  mids.map((mid) => anInsert({ mid, ...(owner ? { owner } : {}) }));
const duplicate = { Error: { Code: 'DuplicateItem', Message: 'Duplicate primary key exists in table' } };
const inserted = { TableName: 'claims' };

describe('a batch of INSERT', () => {
  it('puts what is new', async () => {
    const { client, store } = await dynamo();

    const { Responses } = await client.send(
      new BatchExecuteStatementCommand({
        Statements: [
          {
            Statement: `INSERT INTO "claims" VALUE {'mid': ?, 'owner': ?, 'expires': ?}`,
            Parameters: [{ S: 'LOG:1' }, { S: 'shard-0:1' }, { N: '17' }],
          },
        ],
      }),
    );

    expect(Responses).toEqual([inserted]);
    expect(await itemsOf(store)).toEqual({
      'LOG:1': { mid: { S: 'LOG:1' }, owner: { S: 'shard-0:1' }, expires: { N: '17' } },
    });
  });

  it('refuses what exists with DuplicateItem, alone, and leaves it as it is', async () => {
    const { client, store } = await dynamo();
    await insertBatch(store, [anInsert({ mid: 'LOG:2', owner: 'earlier' })]);
    const Statements = insertMids(['LOG:1', 'LOG:2', 'LOG:3'], 'later') as never;

    const { Responses } = await client.send(new BatchExecuteStatementCommand({ Statements }));

    expect(Responses).toEqual([inserted, duplicate, inserted]);
    const items = await itemsOf(store);
    expect(Object.entries(items).map(([mid, { owner }]) => [mid, owner])).toEqual(
      expect.arrayContaining([
        ['LOG:1', { S: 'later' }],
        ['LOG:2', { S: 'earlier' }],
        ['LOG:3', { S: 'later' }],
      ]),
    );
  });

  it('takes 25 statements', async () => {
    const { store } = await dynamo();
    const mids = Array.from({ length: 25 }, (_, index) => `LOG:${index}`);

    const answers = await insertBatch(store, insertMids(mids));

    expect(answers).toEqual(mids.map(() => inserted));
    expect(Object.keys(await itemsOf(store)).sort()).toEqual([...mids].sort());
  });

  const statement = (Statement: string, ...Parameters: { S: string }[]): BatchStatement => ({ Statement, Parameters });

  it.each<[string, BatchStatement[], RegExp]>([
    ['two statements on one key', insertMids(['LOG:1', 'LOG:2', 'LOG:1']), /Multiple operations on a single item/],
    ['26 statements', insertMids(Array.from({ length: 26 }, (_, i) => `LOG:${i}`)), /1 to 25 statements, found 26/],
    [
      'a statement that is not PartiQL',
      [anInsert({ mid: 'LOG:1' }), statement('INSERT IN claims')],
      /found: INSERT IN claims/,
    ],
    [
      'another statement than INSERT',
      [statement(`DELETE FROM "claims" WHERE mid = ?`, { S: 'LOG:1' })],
      /found: DELETE FROM/,
    ],
    [
      'a value that is no parameter',
      [statement(`INSERT INTO "claims" VALUE {'mid': 'LOG:1'}`)],
      /with parameters alone, found: INSERT/,
    ],
    [
      'fewer parameters than the statement has',
      [statement(`INSERT INTO "claims" VALUE {'mid': ?, 'owner': ?}`, { S: 'LOG:1' })],
      /Number of parameters/,
    ],
    [
      'an item without the key',
      [anInsert({ mid: 'LOG:1' }), statement(`INSERT INTO "claims" VALUE {'owner': ?}`, { S: 'me' })],
      /key/i,
    ],
    ['a key of another type', [statement(`INSERT INTO "claims" VALUE {'mid': ?}`, { N: '1' } as never)], /key|type/i],
  ])('refuses %s, and inserts nothing of the batch', async (_, Statements, message) => {
    const { client, store } = await dynamo();

    const answer = client.send(new BatchExecuteStatementCommand({ Statements: Statements as never }));

    await expect(answer).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
      $metadata: { httpStatusCode: 400 },
    });
    expect(await itemsOf(store)).toEqual({});
  });

  it('names a table that does not exist', async () => {
    const { client } = await dynamo();
    const Statements = [{ Statement: `INSERT INTO "clams" VALUE {'mid': ?}`, Parameters: [{ S: 'LOG:1' }] }];

    const answer = client.send(new BatchExecuteStatementCommand({ Statements }));

    await expect(answer).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('lets exactly one of many concurrent batches win each key', async () => {
    const { store } = await dynamo();
    const mids = Array.from({ length: 25 }, (_, index) => `LOG:${index}`);
    const owners = Array.from({ length: 40 }, (_, index) => `owner-${index}`);
    // Each owner asks for other neighbours of the keys, and in another order.
    const askedBy = owners.map((_, index) => [...mids.slice(index % 25), ...mids.slice(0, index % 25)].slice(0, 15));

    const answers = await Promise.all(
      owners.map((owner, index) => insertBatch(store, insertMids(askedBy[index] ?? [], owner))),
    );

    const winners = answers.flatMap((answer, index) =>
      answer.flatMap(({ Error: refused }, place) => (refused ? [] : [[askedBy[index]?.[place], owners[index]]])),
    );
    const stored = Object.entries(await itemsOf(store)).map(([mid, { owner }]) => [mid, (owner as { S: string }).S]);
    expect(winners).toHaveLength(25);
    expect(winners.sort()).toEqual(stored.sort());
  });

  it('needs the permission to insert, on each table of the batch', async () => {
    const gate = aGate({ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: claimsTable.arn });
    const { client, store } = await dynamo({ gate, key: readerKey });
    const Statements = insertMids(['LOG:1']) as never;

    const answer = client.send(new BatchExecuteStatementCommand({ Statements }));

    await expect(answer).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(gate.denied).toEqual([expect.stringContaining(`may not dynamodb:PartiQLInsert on ${claimsTable.arn}`)]);
    expect(await itemsOf(store)).toEqual({});
  });
});
