import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DynamoDBClient, DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { Around } from '../../local/calls/json-service.js';
import { closeStore, openStore, runOperation } from '../../local/services/dynamodb/dynalite.js';
import { dynamoService } from '../../local/services/dynamodb/service.js';
import { useClosing } from './closing.js';
import { dynamoAt, serve } from './services.js';
import { useTempFolder } from './temp-folder.js';

export const registryTable = 'registry';

/** Makes the registry's table behind the wire protocol, with the SDK's client for it; all of it goes after the test. */
export function useRegistryTable() {
  const folder = useTempFolder();
  const closing = useClosing();
  return async (
    around?: Around,
    more?: Partial<DynamoDBClientConfig>,
  ): Promise<{ client: DynamoDBClient; items(): Promise<Record<string, unknown>[]> }> => {
    const store = openStore(folder());
    closing(() => closeStore(store));
    const TableName = registryTable;
    await runOperation(store, 'CreateTable', {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'entity', KeyType: 'HASH' },
        { AttributeName: 'part', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['entity', 'part'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    });
    const status = async () => (await runOperation(store, 'DescribeTable', { TableName })).Table.TableStatus;
    while ((await status()) !== 'ACTIVE') await nextTurn();
    const served = await serve(
      dynamoService(store, () => 'arn:aws:dynamodb:local-1:000000000000:table/registry'),
      undefined,
      around,
    );
    closing(served.close);
    const client = dynamoAt(served.endpoint, undefined, more);
    closing(() => client.destroy());
    return { client, items: async () => (await runOperation(store, 'Scan', { TableName })).Items };
  };
}
