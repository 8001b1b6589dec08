import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { DependencyError } from '../../function/errors.js';
import { changeJob, type JobEvent } from '../change-job.js';
import { dueAt, type Job, storedTag } from '../job.js';
import type { JobFilters, JobStore } from '../job-store.js';
import { type JobItem, jobIndexes, readJob, waiting, writeJob } from './job-item.js';

/** "BatchGetItem: up to 100 items". */
const maxReads = 100;
/** Tries of one change; each loses only against a change that was made meanwhile. */
const maxTries = 10;

/** The jobs table as a port. */
export function dynamoJobs(client: DynamoDBClient, table: string): JobStore {
  const failure = (cause: unknown) =>
    cause instanceof DependencyError ? cause : new DependencyError(`DynamoDB table ${table}: ${cause}`, { cause });
  const orThrow = <A extends unknown[], R>(run: (...args: A) => Promise<R>) => {
    return (...args: A): Promise<R> =>
      run(...args).catch((error: unknown) => {
        throw failure(error);
      });
  };

  const get = async (requestId: string): Promise<JobItem | undefined> => {
    const Key = { requestId: { S: requestId } };
    return (await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
  };

  /** @returns whether the item was written: not, when its version isn't the one given any more */
  const put = async (job: Job, known: string | undefined): Promise<boolean> => {
    const condition =
      known === undefined
        ? { ConditionExpression: 'attribute_not_exists(requestId)' }
        : { ConditionExpression: 'version = :known', ExpressionAttributeValues: { ':known': { N: known } } };
    try {
      await client.send(
        new PutItemCommand({ TableName: table, Item: writeJob(job, Number(known ?? 0) + 1), ...condition }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  /** Items of an index, all of them or the first so many. */
  const query = async (input: Omit<QueryCommandInput, 'TableName'>, limit = Number.POSITIVE_INFINITY) => {
    const items: JobItem[] = [];
    for await (const { Items = [] } of paginateQuery({ client }, { TableName: table, ...input })) {
      items.push(...Items);
      if (items.length >= limit) break;
    }
    return items.slice(0, limit);
  };

  /** The jobs themselves, as they are now, in the order of what an index gave. */
  const getAll = async (items: readonly JobItem[]): Promise<Job[]> => {
    const found = new Map<string, Job>();
    for (let start = 0; start < items.length; start += maxReads) {
      let Keys = items.slice(start, start + maxReads).map(({ requestId }) => ({ requestId })) as JobItem[] | undefined;
      for (let tries = 0; Keys?.length; tries++) {
        if (tries === maxTries) throw new DependencyError(`DynamoDB table ${table}: ${Keys.length} jobs were not read`);
        const { Responses = {}, UnprocessedKeys = {} } = await client.send(
          new BatchGetItemCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
        );
        for (const item of Responses[table] ?? []) found.set(item.requestId?.S ?? '', readJob(item));
        Keys = UnprocessedKeys[table]?.Keys;
      }
    }
    return items.flatMap(({ requestId }) => found.get(requestId?.S ?? '') ?? []);
  };

  return {
    find: orThrow(async (requestId: string) => {
      const item = await get(requestId);
      return item && readJob(item);
    }),

    insert: orThrow((job: Job) => put(job, undefined)),

    change: orThrow(async (requestId: string, event: JobEvent) => {
      for (let tries = 0; tries < maxTries; tries++) {
        const item = await get(requestId);
        if (!item) return undefined;
        const change = changeJob(readJob(item), event);
        if (change.unchanged !== undefined || (await put(change.job, item.version?.N))) return change;
      }
      throw new DependencyError(`job ${requestId}: changed by others ${maxTries} times while it was to be changed.`);
    }),

    list: orThrow(async (channel: string, tag: string, limit: number) => {
      const items = await query(
        {
          IndexName: jobIndexes.byTag,
          KeyConditionExpression: 'tag = :tag',
          ExpressionAttributeValues: { ':tag': { S: storedTag(tag, channel) } },
          ScanIndexForward: false,
          Limit: limit,
        },
        limit,
      );
      return items.map(readJob);
    }),

    search: orThrow(async (channel: string, filters: JobFilters, limit: number) => {
      const items = await query(searchInput(channel, filters));
      return { count: items.length, jobs: await getAll(items.slice(0, limit)) };
    }),

    due: orThrow(async (now: number, channel?: string) => {
      const items = await query({
        IndexName: jobIndexes.due,
        KeyConditionExpression: '#work = :waiting AND dueAt <= :now',
        ExpressionAttributeNames: { '#work': 'work' },
        ExpressionAttributeValues: {
          ':waiting': { S: waiting },
          ':now': { N: String(now) },
          ...(channel !== undefined && { ':channel': { S: channel } }),
        },
        ...(channel !== undefined && { FilterExpression: 'channel = :channel' }),
      });
      // An index is behind its table: what has been taken since is left out.
      return (await getAll(items)).filter((job) => (dueAt(job) ?? Number.POSITIVE_INFINITY) <= now);
    }),
  };
}

function searchInput(
  channel: string,
  { dataset, status, submitted }: JobFilters,
): Omit<QueryCommandInput, 'TableName'> {
  const filters = Object.entries({ dataset, status }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const [from, to] = submitted ?? [];
  return {
    IndexName: jobIndexes.byChannel,
    ScanIndexForward: false,
    KeyConditionExpression: `channel = :channel${submitted ? ' AND submittedAt BETWEEN :from AND :to' : ''}`,
    ExpressionAttributeValues: {
      ':channel': { S: channel },
      ...(submitted && { ':from': { N: String(from) }, ':to': { N: String(to) } }),
      ...Object.fromEntries(filters.map(([name, value]) => [`:${name}`, { S: value }])),
    },
    ...(filters.length > 0 && {
      FilterExpression: filters.map(([name]) => `#${name} = :${name}`).join(' AND '),
      ExpressionAttributeNames: Object.fromEntries(filters.map(([name]) => [`#${name}`, name])),
    }),
  };
}
