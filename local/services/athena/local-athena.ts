import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError } from '../../calls/aws-error.js';
import type { Gate } from '../../calls/gate.js';
import type { Input } from '../../calls/json-service.js';
import type { ObjectStore } from '../s3/object-store.js';
import { runEngine } from './engine.js';
import type { EngineJob } from './engine-job.js';
import { type Execution, isOver } from './execution.js';
import { failureReason } from './failure-reason.js';
import { filesOf, type LakeTable, mentions, viewOf } from './lake-table.js';
import { resultPermissions, tablePermissions } from './query-permissions.js';
import { quoteName } from './quote.js';
import { readLiteral } from './read-literal.js';
import { trinoFunctions } from './trino-functions.js';

/** An Athena workgroup, from the template. */
export interface WorkGroup {
  readonly name: string;
  readonly arn: string;
  /** `s3://bucket/prefix/`; it holds whatever a caller says, where the configuration is enforced. */
  readonly outputLocation: string | undefined;
  readonly enforced: boolean;
}

export interface LocalAthenaOptions {
  readonly tables: readonly LakeTable[];
  readonly workGroups: readonly WorkGroup[];
  readonly objects: ObjectStore;
  readonly s3Folder: string;
  /** For results on their way. */
  readonly folder: string;
  readonly gate: Gate;
  /** What runs a query; tests pass their own. */
  readonly engine?: typeof runEngine;
}

/** Enough for a laptop's events; what doesn't fit DuckDB spills to disk. */
const limits = { memory: '1GB', threads: 2 };

/** Athena in short: queries wait for their turn, run one at a time, and leave a CSV in the local S3. */
export class LocalAthena {
  private readonly executions = new Map<string, Execution>();
  private readonly tokens = new Map<string, { readonly id: string; readonly asked: string }>();
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly options: LocalAthenaOptions) {
    rmSync(options.folder, { recursive: true, force: true });
    mkdirSync(options.folder, { recursive: true });
  }

  /** @throws AwsError `InvalidRequestException` */
  workGroup(name = 'primary'): WorkGroup {
    const found = this.options.workGroups.find((group) => group.name === name);
    if (found) return found;
    throw new AwsError('InvalidRequestException', `WorkGroup ${name} is not found.`);
  }

  /** @throws AwsError `InvalidRequestException` */
  find(id: string): Execution {
    const found = this.executions.get(id);
    if (found) return found;
    throw new AwsError('InvalidRequestException', `QueryExecution ${id} was not found`);
  }

  /** As StartQueryExecution, in the name of a role. @returns the query's id; the same for the same request token */
  start(input: Input, role: string): string {
    const { ClientRequestToken: token, ...rest } = input;
    const asked = JSON.stringify(rest);
    const known = this.tokens.get(token);
    if (known && known.asked !== asked) {
      throw new AwsError('InvalidRequestException', 'Idempotent parameters do not match');
    }
    if (known) return known.id;
    const execution = this.newExecution(input, role);
    this.executions.set(execution.id, execution);
    if (token !== undefined) this.tokens.set(token, { id: execution.id, asked });
    this.turn = this.turn.then(() => this.run(execution));
    return execution.id;
  }

  stop(id: string): void {
    const execution = this.find(id);
    if (isOver(execution)) return;
    this.settle(execution, 'CANCELLED', 'Query cancelled by user');
    execution.abort.abort();
  }

  /** Ends what runs; what waits is cancelled. */
  async close(): Promise<void> {
    for (const id of this.executions.keys()) this.stop(id);
    await this.turn;
  }

  private newExecution(input: Input, role: string): Execution {
    const { QueryString, WorkGroup: name, QueryExecutionContext, ResultConfiguration, ExecutionParameters } = input;
    if (typeof QueryString !== 'string' || !/^\s*(--[^\n]*\n\s*)*(SELECT|WITH)\b/i.test(QueryString)) {
      throw new AwsError(
        'InvalidRequestException',
        'Queries of this type are not supported: the local Athena runs SELECT.',
      );
    }
    const group = this.workGroup(name);
    const asked: string | undefined = ResultConfiguration?.OutputLocation;
    const location = (group.enforced ? group.outputLocation : undefined) ?? asked ?? group.outputLocation;
    const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(location ?? '') ?? [];
    if (bucket === undefined) {
      throw new AwsError(
        'InvalidRequestException',
        'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
      );
    }
    const id = randomUUID();
    return {
      id,
      query: QueryString.replace(/;\s*$/, ''),
      workGroup: group.name,
      database: QueryExecutionContext?.Database,
      parameters: ((ExecutionParameters ?? []) as string[]).map(tagged),
      role,
      bucket,
      key: `${prefix}${prefix === '' || prefix.endsWith('/') ? '' : '/'}${id}.csv`,
      submittedAt: Date.now(),
      abort: new AbortController(),
      state: 'QUEUED',
      columns: [],
    };
  }

  private async run(execution: Execution): Promise<void> {
    if (isOver(execution)) return;
    execution.state = 'RUNNING';
    execution.startedAt = Date.now();
    const target = join(this.options.folder, `${execution.id}.csv`);
    try {
      const { engine = runEngine } = this.options;
      execution.columns = await engine(this.jobOf(execution, target), execution.abort.signal);
      await this.options.objects.put(execution.bucket, execution.key, createReadStream(target));
      this.settle(execution, 'SUCCEEDED');
    } catch (error) {
      this.settle(execution, 'FAILED', failureReason(error));
    } finally {
      rmSync(target, { force: true });
      rmSync(`${target}.tmp`, { recursive: true, force: true });
    }
  }

  /** @throws Error when the role may not do what Athena does in its name */
  private jobOf({ query, database, parameters, role, bucket, key }: Execution, target: string): EngineJob {
    const { tables, s3Folder, folder, gate } = this.options;
    const meant = tables.filter((table) => mentions(query, table));
    try {
      gate.check(role, [...meant.flatMap(tablePermissions), ...resultPermissions(bucket, key)]);
    } catch (error) {
      throw new Error(`PERMISSION_DENIED: Insufficient permissions to execute the query. ${(error as Error).message}`);
    }
    const schemas = [...new Set(tables.map((table) => table.database))];
    return {
      prelude: [
        ...trinoFunctions,
        ...schemas.map((name) => `CREATE SCHEMA ${quoteName(name)}`),
        ...meant.map((table) => viewOf(table, hasFiles(table, s3Folder) ? filesOf(table, s3Folder) : undefined)),
      ],
      database,
      query,
      parameters,
      target,
      folders: [...meant.map((table) => join(s3Folder, table.bucket, table.prefix)), folder],
      ...limits,
    };
  }

  private settle(execution: Execution, state: 'SUCCEEDED' | 'FAILED' | 'CANCELLED', reason?: string): void {
    if (isOver(execution)) return;
    execution.state = state;
    execution.completedAt = Date.now();
    if (reason !== undefined) execution.reason = reason;
  }
}

/** A message to another process has no bigint. */
function tagged(literal: string, index: number): string {
  const value = readLiteral(literal, index);
  return typeof value === 'bigint' ? `n${value}` : `s${value}`;
}

/** A glob that finds nothing is an error to DuckDB, and an empty table to Athena. */
function hasFiles({ bucket, prefix, partitionKeys }: LakeTable, s3Folder: string): boolean {
  let folders = [join(s3Folder, bucket, prefix)];
  for (const key of partitionKeys) folders = folders.flatMap((folder) => entriesOf(folder, `${key}=`));
  return folders.some((folder) => entriesOf(folder, '').length > 0);
}

function entriesOf(folder: string, start: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(start))
    .map((name) => join(folder, name));
}
