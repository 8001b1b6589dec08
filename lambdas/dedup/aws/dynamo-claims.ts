import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { getItems, type Item } from '../../shared/aws/get-items.js';
import { insertItems } from '../../shared/aws/insert-items.js';
import { putAllOrThrow } from '../../shared/aws/put-all.js';
import type { Claim, ClaimPorts, Standing } from '../claim-events.js';

export interface DynamoClaimsOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Days in which a claim stands. */
  readonly windowDays: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds left to try in. */
  readonly remainingMs: () => number;
}

const daySeconds = 86_400;
/** Claims stay this long after their window, so that a replay of all that the streams keep still meets them. */
const keptAfterWindow = 14 * daySeconds;
const isFree = `attribute_not_exists(mid) OR (#owner = :owner AND fingerprint = :fingerprint) OR expires < :now`;

/**
 * The claims table as ports. Duplicates are rare, so the insert comes first and asks 25 at a time. What it refuses is
 * read, 100 a call, and mostly decided by that: a claim whose window is not over never changes its owner, so what was
 * read of it is still true when it is acted on. The others (expired, or cleaned up since the insert) are put one by one,
 * and the condition of the put is the judge, since another frame may want them too.
 */
export function dynamoClaims({ client, table, windowDays, now, remainingMs }: DynamoClaimsOptions): ClaimPorts {
  const seconds = () => Math.floor(now() / 1_000);
  const itemOf = ({ key, owner, fingerprint }: Claim): Item => {
    const expires = seconds() + windowDays * daySeconds;
    return {
      mid: { S: key },
      owner: { S: owner },
      fingerprint: { S: fingerprint },
      expires: { N: String(expires) },
      deleteAfter: { N: String(expires + keptAfterWindow) },
    };
  };

  /** @returns whose the claim is after the put; `undefined` when that can't be told */
  const takeOver = async (claim: Claim, abortSignal: AbortSignal): Promise<Standing | undefined> => {
    const put = new PutItemCommand({
      TableName: table,
      Item: itemOf(claim),
      ConditionExpression: isFree,
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: {
        ':owner': { S: claim.owner },
        ':fingerprint': { S: claim.fingerprint },
        ':now': { N: String(seconds()) },
      },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      await client.send(put, { abortSignal });
      return claim;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item && standingOf(error.Item);
    }
  };

  return {
    async insertAll(claims) {
      const items = claims.map(itemOf);
      const taken = await insertItems(items, { client, table, remainingMs });
      return claims.filter((_, index) => taken.has(items[index] as Item));
    },

    async resolveAll(claims) {
      const keys = claims.map(({ key }) => key);
      const items = await getItems(keys, { client, table, keyName: 'mid', remainingMs });
      const standing = new Map(
        claims.flatMap((claim): [Claim, Standing][] => {
          const item = items.get(claim.key);
          return item && Number(item.expires?.N) >= seconds() ? [[claim, standingOf(item)]] : [];
        }),
      );
      const free = claims.filter((claim) => !standing.has(claim));
      await putAllOrThrow(free, {
        target: `DynamoDB table ${table}`,
        maxEntries: 1,
        maxBytes: Number.POSITIVE_INFINITY,
        sizeOf: () => 1,
        remainingMs,
        put: async ([claim], abortSignal) => {
          const found = claim && (await takeOver(claim, abortSignal));
          if (claim && found) standing.set(claim, found);
          return [found ? undefined : 'the claim in the way went before it was read'];
        },
      });
      return claims.flatMap((claim) => standing.get(claim) ?? []);
    },
  };
}

function standingOf({ owner, fingerprint }: Item): Standing {
  return { owner: owner?.S ?? '', fingerprint: fingerprint?.S ?? '' };
}
