import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Gate } from '../../local/calls/gate.js';
import type { Around } from '../../local/calls/json-service.js';
import type { DynaliteStore } from '../../local/services/dynamodb/dynalite.js';
import { dynamoService } from '../../local/services/dynamodb/service.js';
import { useClosing } from './closing.js';
import { dynamoAt, serve } from './services.js';
import { claimsTable, closeStore, openClaims } from './tables.js';
import { useTempFolder } from './temp-folder.js';

/** Makes the claims table behind the wire protocol, with the SDK's client for it; all of it goes after the test. */
export function useDynamo() {
  const folder = useTempFolder();
  const closing = useClosing();
  return async ({
    gate,
    around,
    key,
  }: {
    readonly gate?: Gate;
    readonly around?: Around;
    readonly key?: string;
  } = {}): Promise<{
    client: DynamoDBClient;
    store: DynaliteStore;
  }> => {
    const store = await openClaims(folder());
    closing(() => closeStore(store));
    const served = await serve(
      dynamoService(store, (table) => claimsTable.arn.replace('claims', table)),
      gate,
      around,
    );
    closing(served.close);
    const client = dynamoAt(served.endpoint, key);
    closing(() => client.destroy());
    return { client, store };
  };
}
