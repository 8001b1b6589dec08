import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { useDynamo } from '../../../support/dynamodb.js';
import { aGate, readerKey } from '../../../support/gates.js';
import { claimsTable } from '../../../support/tables.js';

const dynamo = useDynamo();
const query = (IndexName?: string) =>
  new QueryCommand({
    TableName: 'claims',
    ...(IndexName && { IndexName }),
    KeyConditionExpression: 'mid = :mid',
    ExpressionAttributeValues: { ':mid': { S: 'LOG:1' } },
  });
const mayQuery = (Resource: string) => aGate({ Effect: 'Allow', Action: 'dynamodb:Query', Resource });

describe('a query', () => {
  it('of an index takes the permission on the index, not on its table', async () => {
    const { client } = await dynamo({ gate: mayQuery(claimsTable.arn), key: readerKey });

    await expect(client.send(query('byOwner'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`dynamodb:Query on resource: ${claimsTable.arn}/index/byOwner`),
    });
    await expect(client.send(query())).resolves.toMatchObject({ Count: 0 });
  });

  it('of a table takes the permission on the table, not on an index', async () => {
    const { client } = await dynamo({ gate: mayQuery(`${claimsTable.arn}/index/byOwner`), key: readerKey });

    await expect(client.send(query())).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
