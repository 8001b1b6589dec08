import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  type StartQueryExecutionCommandInput,
} from '@aws-sdk/client-athena';
import type { Gate } from '../../local/calls/gate.js';
import type { LakeTable } from '../../local/services/athena/lake-table.js';
import { LocalAthena, type WorkGroup } from '../../local/services/athena/local-athena.js';
import { athenaService } from '../../local/services/athena/service.js';
import { ObjectStore } from '../../local/services/s3/object-store.js';
import { useClosing } from './closing.js';
import { aGate, operatorKey } from './gates.js';
import { serve } from './services.js';
import { useTempFolder } from './temp-folder.js';

// A query's process is started from a file, which only the build has.
const { runEngine } = jest.requireActual<typeof import('../../local/services/athena/engine.js')>(
  '../../dist/local/services/athena/engine.js',
);

export const lake = 'lake-bucket';
export const workGroupArn = 'arn:aws:athena:local-1:000000000000:workgroup/exhausts';

/** As lib/constructs/exhaust/exhaust-query.ts makes it. */
export const telemetryTable: LakeTable = {
  database: 'events',
  name: 'telemetry',
  bucket: lake,
  prefix: 'telemetry/',
  columns: [{ name: 'line', type: 'string' }],
  partitionKeys: ['dt', 'hour'],
  serde: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
};
const exhausts: WorkGroup = {
  name: 'exhausts',
  arn: workGroupArn,
  outputLocation: `s3://${lake}/query-results/`,
  enforced: true,
};

interface OpenOptions {
  readonly gate?: Gate;
  readonly key?: string;
  readonly tables?: readonly LakeTable[];
  readonly workGroup?: Partial<WorkGroup>;
}

/** Serves a local Athena over a lake, with the SDK's client for it; all of it goes after the test. */
export function useAthena() {
  const folder = useTempFolder();
  const closing = useClosing();
  const s3Folder = () => join(folder(), 's3');

  /** A file as Firehose leaves it: gzip NDJSON under the hour of its oldest record. Each line is a gzip member here. */
  const put = (hour: string, lines: readonly (object | string)[], name = 'a.json.gz', table = 'telemetry') => {
    const at = join(s3Folder(), lake, table, hour);
    mkdirSync(at, { recursive: true });
    const members = lines.map((line) => gzipSync(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`));
    writeFileSync(join(at, name), Buffer.concat(members));
  };

  const open = async ({
    gate = aGate(),
    key = operatorKey,
    tables = [telemetryTable],
    workGroup,
  }: OpenOptions = {}) => {
    const objects = new ObjectStore(s3Folder(), [lake]);
    const athena = new LocalAthena({
      tables,
      workGroups: [{ ...exhausts, ...workGroup }],
      objects,
      s3Folder: s3Folder(),
      folder: join(folder(), 'athena'),
      gate,
      engine: runEngine,
    });
    closing(() => athena.close());
    const served = await serve(athenaService(athena, objects), gate);
    closing(served.close);
    const client = new AthenaClient({
      endpoint: served.endpoint,
      region: 'local-1',
      credentials: { accessKeyId: key, secretAccessKey: 'unchecked' },
      maxAttempts: 1,
    });
    closing(() => client.destroy());

    const start = async (QueryString: string, more: Partial<StartQueryExecutionCommandInput> = {}) => {
      const input = { QueryString, WorkGroup: 'exhausts', QueryExecutionContext: { Database: 'events' }, ...more };
      return (await client.send(new StartQueryExecutionCommand(input))).QueryExecutionId ?? '';
    };
    const describe = async (QueryExecutionId: string): Promise<QueryExecution> => {
      const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
      if (!QueryExecution) throw new Error('no QueryExecution in the answer');
      return QueryExecution;
    };
    const finish = async (id: string): Promise<QueryExecution> => {
      for (;;) {
        const execution = await describe(id);
        if (!['QUEUED', 'RUNNING'].includes(execution.Status?.State ?? '')) return execution;
        await pause(20);
      }
    };
    /** Runs a query to its end. */
    const run = async (sql: string, parameters?: readonly string[]) =>
      finish(await start(sql, parameters && { ExecutionParameters: [...parameters] }));
    /** The result file of a query that succeeded. */
    const resultOf = ({ Status, ResultConfiguration }: QueryExecution) => {
      if (Status?.State !== 'SUCCEEDED') throw new Error(`${Status?.State}: ${Status?.StateChangeReason}`);
      const key = ResultConfiguration?.OutputLocation?.replace(`s3://${lake}/`, '') ?? '';
      return objects.get(lake, key).then(({ body }) => body);
    };
    return { athena, client, objects, start, describe, finish, run, resultOf };
  };
  return { open, put, folder, s3Folder };
}
