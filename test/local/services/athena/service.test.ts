import { text } from 'node:stream/consumers';
import { GetQueryResultsCommand, ListWorkGroupsCommand, StopQueryExecutionCommand } from '@aws-sdk/client-athena';
import { lake, telemetryTable, useAthena, workGroupArn } from '../../../support/athenas.js';
import { aGate, readerKey } from '../../../support/gates.js';

const hour = 'dt=2026-11-20/hour=12';

describe('a query', () => {
  const { open, put } = useAthena();

  it('leaves its result in the workgroup’s place, as Athena writes it', async () => {
    put(hour, [{ a: 'x "y", ä' }]);
    const { run, resultOf } = await open();

    const done = await run(`SELECT line, dt, hour, NULL AS nothing, '' AS empty, 1 AS one FROM telemetry`);

    expect(await text(await resultOf(done))).toBe(
      `"line","dt","hour","nothing","empty","one"\n"{""a"":""x \\""y\\"", ä""}","2026-11-20","12",,"","1"\n`,
    );
    expect(done).toMatchObject({
      ResultConfiguration: { OutputLocation: `s3://${lake}/query-results/${done.QueryExecutionId}.csv` },
      Status: { State: 'SUCCEEDED', SubmissionDateTime: expect.any(Date), CompletionDateTime: expect.any(Date) },
      WorkGroup: 'exhausts',
      StatementType: 'DML',
    });
  });

  it('of an empty lake has no rows', async () => {
    const { run, resultOf } = await open();

    expect(await text(await resultOf(await run('SELECT line, dt FROM telemetry')))).toBe('"line","dt"\n');
  });

  it('sees a file that came after the start, and passes over what lies in no folder of the table', async () => {
    const { run, resultOf } = await open();
    put(hour, ['1']);
    put('strange', ['2']);
    put('dt=2026-11-21/hour=00', ['3']);

    const done = await run('SELECT line FROM events.telemetry ORDER BY line;');

    expect(await text(await resultOf(done))).toBe('"line"\n"1"\n"3"\n');
  });

  it('reads gzip members that were put one behind the other, and lines of a mebibyte', async () => {
    put(hour, ['x'.repeat(1024 * 1024), 'x']);
    const { run, resultOf } = await open();

    const done = await run('SELECT length(line) AS n FROM telemetry ORDER BY n');

    expect(await text(await resultOf(done))).toBe('"n"\n"1"\n"1048576"\n');
  });

  it('takes no JSON for nothing, as Trino does, and objects too', async () => {
    put(hour, ['no JSON', '{"a":{"b":1}}', '{"a":"c"}', '{"a":true}', '{"a":null}']);
    const { run, resultOf } = await open();

    const done = await run(`SELECT json_extract_scalar(line, '$.a') AS a FROM telemetry ORDER BY line`);

    expect((await text(await resultOf(done))).split('\n').toSorted()).toEqual(['', '', '', '', '"a"', '"c"', '"true"']);
  });

  it('is started once for one request token, and refused with another text', async () => {
    const { start } = await open();
    const ClientRequestToken = 'a'.repeat(32);
    const first = await start('SELECT 1 AS one', { ClientRequestToken });

    expect(await start('SELECT 1 AS one', { ClientRequestToken })).toBe(first);
    await expect(start('SELECT 2 AS two', { ClientRequestToken })).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: 'Idempotent parameters do not match',
    });
  });

  it('that is stopped is cancelled, and so is one that waits', async () => {
    const { client, start, finish } = await open();
    const endless = await start('SELECT sum(sqrt(a.range * b.range)) AS n FROM range(10000000) a, range(10000000) b');
    const waiting = await start('SELECT 1 AS one');
    for (const QueryExecutionId of [waiting, endless]) {
      await client.send(new StopQueryExecutionCommand({ QueryExecutionId }));
    }

    expect((await finish(endless)).Status).toMatchObject({ State: 'CANCELLED' });
    expect((await finish(waiting)).Status).toMatchObject({ State: 'CANCELLED' });
    await expect(client.send(new GetQueryResultsCommand({ QueryExecutionId: endless }))).rejects.toThrow(
      'Query did not finish successfully. Final query state: CANCELLED',
    );
  });

  it('is read page by page, the names first', async () => {
    const { client, run } = await open();
    const { QueryExecutionId } = await run(
      "SELECT range AS n, CASE WHEN range = 1 THEN NULL ELSE '' END AS t FROM range(5) ORDER BY n",
    );
    const rows: unknown[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new GetQueryResultsCommand({ QueryExecutionId, MaxResults: 4, NextToken }));
      rows.push((page.ResultSet?.Rows ?? []).map(({ Data }) => Data?.map(({ VarCharValue }) => VarCharValue)));
      expect(page.ResultSet?.ResultSetMetadata?.ColumnInfo).toMatchObject([
        { Name: 'n', Type: 'bigint' },
        { Name: 't', Type: 'varchar' },
      ]);
      NextToken = page.NextToken;
    } while (NextToken);

    expect(rows).toEqual([
      [
        ['n', 't'],
        ['0', ''],
        ['1', undefined],
        ['2', ''],
      ],
      [
        ['3', ''],
        ['4', ''],
      ],
    ]);
  });
});

describe('a query that fails', () => {
  const { open, put } = useAthena();

  it.each([
    ['SELECT x FROM nowhere', undefined, 'TABLE_NOT_FOUND: '],
    ['SELECT x FROM telemetry', undefined, 'COLUMN_NOT_FOUND: '],
    ['SELECT nonsense(1)', undefined, 'FUNCTION_NOT_FOUND: '],
    ['SELECT FROM WHERE', undefined, 'SYNTAX_ERROR: '],
    ['SELECT ?', ["'a'", "'b'"], 'SYNTAX_ERROR: Incorrect number of parameters: expected 1 but found 2'],
  ])('says why: %s', async (sql, parameters, reason) => {
    const { run } = await open();

    expect((await run(sql, parameters)).Status).toMatchObject({
      State: 'FAILED',
      StateChangeReason: expect.stringContaining(reason),
    });
  });

  it.each(['DROP TABLE telemetry', 'INSERT INTO telemetry VALUES (1)', '', "COPY x TO 'y'"])(
    'is not even started when it is no SELECT: %j',
    async (sql) => {
      const { start } = await open();

      await expect(start(sql)).rejects.toMatchObject({ name: 'InvalidRequestException' });
    },
  );

  it.each([
    `SELECT * FROM read_text('/etc/hostname')`,
    `SELECT * FROM glob('/*')`,
    `SELECT 1; COPY (SELECT 1) TO '/tmp/sunstream-escaped'`,
  ])('can’t leave its table’s folder: %s', async (sql) => {
    put(hour, ['1']);
    const { run } = await open();

    expect((await run(sql)).Status).toMatchObject({
      State: 'FAILED',
      StateChangeReason: expect.stringMatching(/^(PERMISSION_DENIED|SYNTAX_ERROR|GENERIC_INTERNAL_ERROR): /),
    });
  });

  it.each(['now()', 'line', "'a' || 'b'", "''' OR 1=1", '1; DROP TABLE x', '1.5', "'a', 'b'"])(
    'is not even started with a parameter that is SQL: %s',
    async (parameter) => {
      const { start } = await open();

      await expect(start('SELECT ? AS x', { ExecutionParameters: [parameter] })).rejects.toMatchObject({
        name: 'InvalidRequestException',
        message: expect.stringContaining('ExecutionParameters[0]'),
      });
    },
  );

  it('says of a table that is read in another way that it can’t be read here', async () => {
    const json = { ...telemetryTable, name: 'failed', serde: 'org.openx.data.jsonserde.JsonSerDe' };
    const { run } = await open({ tables: [telemetryTable, json] });

    expect((await run('SELECT * FROM failed')).Status?.StateChangeReason).toMatch(/^NOT_SUPPORTED: events.failed: /);
    expect((await run('SELECT * FROM telemetry')).Status?.State).toBe('SUCCEEDED');
  });

  it.each([
    ['WorkGroup', { WorkGroup: 'other' }, 'WorkGroup other is not found.'],
    ['place for its result', {}, 'No output location provided'],
  ])('for want of a %s is not started', async (_, more, message) => {
    const { start } = await open({ workGroup: { outputLocation: undefined } });

    await expect(start('SELECT 1', more)).rejects.toThrow(message);
  });

  it('is told of what isn’t built', async () => {
    const { client } = await open();

    await expect(client.send(new ListWorkGroupsCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
  });
});

describe('a role', () => {
  const { open, put } = useAthena();
  const bucketArn = `arn:aws:s3:::${lake}`;
  const glueArn = 'arn:aws:glue:local-1:000000000000';
  const needed: readonly (readonly [action: string, resource: string])[] = [
    ['athena:GetQueryExecution', workGroupArn],
    ['athena:StartQueryExecution', workGroupArn],
    ['glue:GetTable', `${glueArn}:catalog`],
    ['glue:GetTable', `${glueArn}:database/events`],
    ['glue:GetTable', `${glueArn}:table/events/telemetry`],
    ['s3:ListBucket', bucketArn],
    ['s3:GetBucketLocation', bucketArn],
    ['s3:GetObject', `${bucketArn}/telemetry/*`],
    ['s3:PutObject', `${bucketArn}/query-results/*`],
  ];
  const gateOf = (grants: typeof needed) =>
    aGate(grants.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })));

  it('with all that Athena asks for may query', async () => {
    put(hour, ['1']);
    const { run } = await open({ gate: gateOf(needed), key: readerKey });

    expect((await run('SELECT line FROM telemetry')).Status).toMatchObject({ State: 'SUCCEEDED' });
  });

  it.each(needed.slice(2))('without %s on %s has its query fail, and is told', async (action, resource) => {
    put(hour, ['1']);
    const gate = gateOf(needed.filter((grant) => grant[0] !== action || grant[1] !== resource));
    const { run } = await open({ gate, key: readerKey });

    expect((await run('SELECT line FROM telemetry')).Status).toMatchObject({
      State: 'FAILED',
      StateChangeReason: expect.stringMatching(`^PERMISSION_DENIED: .*reader is not authorized to perform: ${action}`),
    });
  });

  it('without athena:StartQueryExecution is refused, and without more may not read results', async () => {
    const { start } = await open({ gate: gateOf(needed.slice(2)), key: readerKey });

    await expect(start('SELECT 1 AS one')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('may not read a result without athena:GetQueryResults', async () => {
    const { run, client } = await open({ gate: gateOf(needed), key: readerKey });
    const { QueryExecutionId } = await run('SELECT 1 AS one');

    await expect(client.send(new GetQueryResultsCommand({ QueryExecutionId }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('athena:GetQueryResults'),
    });
  });
});
