import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { closeStore, openStore, runOperation } from '../../local/services/dynamodb/dynalite.js';
import { dynamoService } from '../../local/services/dynamodb/service.js';
import { synthesize, theOne } from '../lib/synthesize.js';
import { useClosing } from './closing.js';
import { dynamoAt, serve } from './services.js';
import { useTempFolder } from './temp-folder.js';

const table = 'jobs';

/** Makes the jobs table, as the stack has it, behind the wire protocol; all of it goes after the test. */
export function useJobsTable() {
  const { Properties } = theOne(synthesize('local'), 'AWS::DynamoDB::GlobalTable', 'ExhaustJobs');
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } = Properties;
  const folder = useTempFolder();
  const closing = useClosing();
  return async (): Promise<{ client: DynamoDBClient; table: string }> => {
    const store = openStore(folder());
    closing(() => closeStore(store));
    await runOperation(store, 'CreateTable', {
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema,
      AttributeDefinitions,
      GlobalSecondaryIndexes,
    });
    while ((await runOperation(store, 'DescribeTable', { TableName: table })).Table.TableStatus !== 'ACTIVE') {
      await nextTurn();
    }
    const served = await serve(dynamoService(store, (name) => `arn:aws:dynamodb:local-1:000000000000:table/${name}`));
    closing(served.close);
    const client = dynamoAt(served.endpoint);
    closing(() => client.destroy());
    return { client, table };
  };
}
