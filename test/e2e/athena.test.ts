import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { makeBatches } from '../../bench/make-events.js';
import { storedEvents } from '../../cli/target/read-lake.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import { projectRoot } from '../../lib/project-root.js';
import { readTemplate } from '../../local/template/template.js';
import { useRunner } from '../support/use-runner.js';

const runner = useRunner();

/** Clients of the operator, as of anyone who asks Athena. */
function clients() {
  const { region, credentials, endpoints } = runner.info;
  const athena = new AthenaClient({ region, credentials, endpoint: endpoints.athena ?? '' });
  const s3 = new S3Client({ region, credentials, endpoint: endpoints.s3 ?? '', forcePathStyle: true });
  return { athena, s3 };
}

describe('the lake of the runner', () => {
  it('is asked through Athena, in the workgroup of the template', async () => {
    const template = readTemplate(join(runner.state, 'cdk.out'));
    const { athena, s3 } = clients();
    const [body = ''] = makeBatches(12, 12, Date.now());
    await fetch(`${runner.info.url}/v1/telemetry`, { method: 'POST', body });
    await waitUntil(() => storedEvents(runner.info).length >= 12, 60_000);

    const { QueryExecutionId } = await athena.send(
      new StartQueryExecutionCommand({
        QueryString: `SELECT count(*) AS events FROM ${template.output('TelemetryTable')} WHERE json_extract_scalar(line, '$.ver') = ?`,
        ExecutionParameters: ["'3.0'"],
        WorkGroup: template.output('ExhaustWorkGroup'),
      }),
    );
    let done: QueryExecution | undefined;
    await waitUntil(async () => {
      done = (await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }))).QueryExecution;
      return done?.Status?.CompletionDateTime !== undefined;
    }, 60_000);

    expect([done?.Status?.State, done?.Status?.StateChangeReason]).toEqual(['SUCCEEDED', undefined]);
    const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(done?.ResultConfiguration?.OutputLocation ?? '') ?? [];
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(await Body?.transformToString()).toBe('"events"\n"12"\n');
    expect(Key).toBe(`query-results/${QueryExecutionId}.csv`);
  }, 180_000);

  it('is asked by the example of the documentation, which knows the names of its tables', async () => {
    const ask = (question: string) =>
      promisify(execFile)(process.execPath, [join(projectRoot, 'docs/examples/ask-lake.mjs'), question, runner.state]);

    const { stdout } = await ask(
      `SELECT count(*) AS events, 'a "b"' AS quoted FROM <TelemetryTable> WHERE json_extract_scalar(line, '$.ver') = '3.0'`,
    );
    const failed = await ask('SELECT count(line) AS events, NULL AS nothing FROM <FailedEventsTable>');
    const sessions = await ask('SELECT count(sid) AS sessions FROM <SessionsTable>');

    expect([failed.stderr, sessions.stderr]).toEqual(['', '']);
    expect([stdout, failed.stdout, sessions.stdout]).toEqual([
      '"events","quoted"\n"12","a ""b"""\n',
      '"events","nothing"\n"0",\n',
      '"sessions"\n"0"\n',
    ]);
    await expect(ask('SELECT x FROM nowhere')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('FAILED: TABLE_NOT_FOUND'),
    });
    await expect(ask('SELECT x FROM <Nowhere>')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^expected one of <TelemetryTable>.*, found <Nowhere>$/m),
    });
    await expect(ask('DROP TABLE x')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Queries of this type are not supported[^{]*$/m),
    });
  }, 180_000);
});
