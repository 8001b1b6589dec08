import {
  BatchExecuteStatementCommand,
  type BatchStatementRequest,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { abortAfter } from '../shared/abort-after.js';
import { DependencyError } from '../shared/errors.js';
import { limitConcurrency, maxCalls } from '../shared/limit-concurrency.js';
import { putAllOrThrow } from '../shared/put-all.js';
import type { Claim, ClaimPorts, Takeover } from './claim-events.js';

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

/** "BatchExecuteStatement: up to 25 statements". */
const limits = { maxEntries: 25, maxBytes: Number.POSITIVE_INFINITY };
const daySeconds = 86_400;
/** Claims stay this long after their window, so that a replay of all that the streams keep still meets them. */
const keptAfterWindow = 14 * daySeconds;
const takeOver = `(#owner = :owner AND fingerprint = :fingerprint) OR expires < :now`;

/** The claims table as ports. Duplicates are rare, so the insert comes first and asks 25 at a time. */
export function dynamoClaims({ client, table, windowDays, now, remainingMs }: DynamoClaimsOptions): ClaimPorts {
  const target = `DynamoDB table ${table}`;
  const seconds = () => Math.floor(now() / 1_000);
  const statement = `INSERT INTO "${table}" VALUE {'mid': ?, 'owner': ?, 'fingerprint': ?, 'expires': ?, 'deleteAfter': ?}`;

  const item = ({ key, owner, fingerprint }: Claim) => {
    const expires = seconds() + windowDays * daySeconds;
    return {
      mid: { S: key },
      owner: { S: owner },
      fingerprint: { S: fingerprint },
      expires: { N: String(expires) },
      deleteAfter: { N: String(expires + keptAfterWindow) },
    };
  };
  const insert = (claim: Claim): BatchStatementRequest => ({
    Statement: statement,
    Parameters: Object.values(item(claim)),
  });

  return {
    async insertAll(claims) {
      const refused = new Set<Claim>();
      await putAllOrThrow(claims, {
        ...limits,
        target,
        remainingMs,
        sizeOf: () => 1,
        put: async (chunk, abortSignal) => {
          const statements = new BatchExecuteStatementCommand({ Statements: chunk.map(insert) });
          const { Responses = [] } = await client.send(statements, { abortSignal });
          return Responses.map(({ Error: error }, position) => {
            if (error?.Code === 'DuplicateItem') refused.add(chunk[position] as Claim);
            const isAnswered = error === undefined || error.Code === 'DuplicateItem';
            return isAnswered ? undefined : `${error.Code}: ${error.Message}`;
          });
        },
      });
      return [...refused];
    },

    takeOver: limitConcurrency(maxCalls, async (claim: Claim): Promise<Takeover> => {
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: item(claim),
            ConditionExpression: takeOver,
            ExpressionAttributeNames: { '#owner': 'owner' },
            ExpressionAttributeValues: {
              ':owner': { S: claim.owner },
              ':fingerprint': { S: claim.fingerprint },
              ':now': { N: String(seconds()) },
            },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
          { abortSignal: abortAfter(remainingMs()) },
        );
        return { mine: true };
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException && error.Item) {
          return { mine: false, fingerprint: error.Item.fingerprint?.S ?? '' };
        }
        throw new DependencyError(`${target}: a claim could not be taken over`, { cause: error });
      }
    }),
  };
}
