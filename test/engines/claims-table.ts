import {
  type AttributeValue,
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb';
import { dynamoClaims } from '../../lambdas/dedup/aws/dynamo-claims.js';
import type { Claim, ClaimPorts } from '../../lambdas/dedup/claim-events.js';
import { dynamoClient } from '../../lambdas/shared/aws/clients.js';
import { synthesize, theOne } from '../lib/synthesize.js';

export const windowDays = 7;
export const daySeconds = 86_400;

/** A claims table with a clock that the test sets. */
export interface ClaimsTable {
  readonly client: DynamoDBClient;
  readonly name: string;
  readonly ports: ClaimPorts;
  /** Seconds since the epoch. */
  now: number;
  item(key: string): Promise<Record<string, AttributeValue> | undefined>;
}

/** The client that the functions use, at an engine of ours. */
export function clientAt(endpoint: string): DynamoDBClient {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: 'ap-south-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  return dynamoClient();
}

/** Makes an empty table with the keys and the billing that the stack gives it. */
export async function makeTable(
  client: DynamoDBClient,
  name: string,
  construct: 'Claims' | 'Progress' | 'Registry',
): Promise<void> {
  await client.send(new CreateTableCommand({ TableName: name, ...keysOfTheStack(construct) }));
}

/** An empty claims table. */
export async function aClaimsTable(client: DynamoDBClient, name: string): Promise<ClaimsTable> {
  await makeTable(client, name, 'Claims');
  const table: ClaimsTable = {
    client,
    name,
    now: Date.UTC(2024, 0, 15) / 1_000,
    ports: dynamoClaims({ client, table: name, windowDays, now: () => table.now * 1_000, remainingMs: () => 5_000 }),
    item: async (key) => {
      const { Item } = await client.send(new GetItemCommand({ TableName: name, Key: { mid: { S: key } } }));
      return Item;
    },
  };
  return table;
}

export function aClaim(overrides: Partial<Claim> = {}): Claim {
  return { key: 'mid-1', owner: 'shard-0:1', fingerprint: 'fingerprint-1', ...overrides };
}

export function someClaims(count: number, owner = 'shard-0:1'): Claim[] {
  return Array.from({ length: count }, (_, index) => aClaim({ key: `mid-${index + 1}`, owner }));
}

type Keys = Omit<CreateTableCommandInput, 'TableName'>;

const known = new Map<string, Keys>();

function keysOfTheStack(construct: string): Keys {
  const keys = known.get(construct) ?? synthesizeKeys(construct);
  known.set(construct, keys);
  return keys;
}

function synthesizeKeys(construct: string): Keys {
  const { Properties } = theOne(synthesize('dev'), 'AWS::DynamoDB::GlobalTable', construct);
  const { KeySchema, AttributeDefinitions, BillingMode } = Properties;
  return { KeySchema, AttributeDefinitions, BillingMode };
}
