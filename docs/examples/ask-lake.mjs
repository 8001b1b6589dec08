// Asks the lake of the runner that is up: node docs/examples/ask-lake.mjs "SELECT … FROM <TelemetryTable> …" [state folder]
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  paginateGetQueryResults,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';

const [question = 'SELECT 1 AS one', state = '.sunstream'] = process.argv.slice(2);
// The SDK says of Node 20, at each start, that it is old.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
process.on('uncaughtException', (error) => {
  const isDown = ['ENOENT', 'ECONNREFUSED'].includes(error.code);
  const mend = 'expected a runner that is up, found none. Start it (npm start), or name its state folder.';
  console.error(isDown ? `${state}: ${mend}` : error.message);
  process.exit(1);
});

const { athena, endpoints, region, credentials } = JSON.parse(readFileSync(`${state}/running.json`, 'utf8'));
const client = new AthenaClient({ endpoint: endpoints.athena, region, credentials });

const { QueryExecutionId } = await client.send(
  new StartQueryExecutionCommand({
    QueryString: question.replace(/<(\w+)>/g, (_, output) => tableOf(output)),
    QueryExecutionContext: { Database: athena.database },
    WorkGroup: athena.workGroup,
  }),
);
let status;
do {
  await pause(100);
  const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
  status = QueryExecution.Status;
} while (['QUEUED', 'RUNNING'].includes(status.State));

if (status.State === 'SUCCEEDED') {
  // The names of the columns come first.
  for await (const { ResultSet } of paginateGetQueryResults({ client }, { QueryExecutionId })) {
    for (const { Data } of ResultSet.Rows) console.log(Data.map(({ VarCharValue: value }) => quoted(value)).join(','));
  }
} else {
  console.error(`${status.State}: ${status.StateChangeReason}`);
  process.exitCode = 1;
}

function tableOf(output) {
  const known = Object.keys(athena.tables).map((name) => `<${name}>`);
  if (!(output in athena.tables)) throw new Error(`expected one of ${known.join(', ')}, found <${output}>`);
  return athena.tables[output];
}

/** A value as CSV has it; NULL is nothing. */
function quoted(value) {
  return value === undefined ? '' : `"${value.replaceAll('"', '""')}"`;
}
