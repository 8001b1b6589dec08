import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoClaims } from '../../lambdas/dedup/aws/dynamo-claims.js';
import { dynamoProgress } from '../../lambdas/shared/frames/aws/dynamo-progress.js';
import { aWorld, type StageName, type World } from './stages.js';

/** A world whose claims and progress are in tables of DynamoDB, or of what stands for it. */
export function aTableWorld(
  stage: StageName,
  client: DynamoDBClient,
  tables: { readonly claims: string; readonly progress: string },
): World {
  const common = { client, now: Date.now, remainingMs: () => 10_000 };
  return {
    ...aWorld(),
    claims: dynamoClaims({ ...common, table: tables.claims, windowDays: 7 }),
    progress: dynamoProgress({ ...common, table: tables.progress, stage }),
  };
}
