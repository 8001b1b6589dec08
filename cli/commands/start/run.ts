import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import type { RunningInfo } from '../../../local/disk/state-folder.js';
import { readProfile } from '../../../local/faults/read-profile.js';
import { deliveryRates } from '../../../local/services/firehose/delivery-rates.js';
import { shardRates } from '../../../local/services/kinesis/shard-rates.js';
import { readSearchPlace, withoutPassword } from '../../../local/services/opensearch/search-engine.js';
import { type Running, start } from '../../../local/start.js';
import { authorizationFor } from '../../target/consumer-token.js';
import { defaultState, runCommand, stateFolder } from '../../terminal/command.js';
import { checkItself } from './check-itself.js';
import { exampleCurl } from './example-curl.js';

const help = `npm start -- [options]    runs the whole stack on this machine

  --stage NAME      stage of lib/config/stages/ to run (default local)
  --port N          port to post telemetry to (default 4700; 0 takes a free one)
  --state DIR       folder of all state (default .sunstream)
  --shard-limits    refuse what a real Kinesis shard would: over 1 MB or 1,000 records a second
  --firehose-limits refuse what a real Firehose would of failed events: over 1 MiB, 1,000 calls or
                    100,000 records a second
  --faults FILE     inject faults at the rates that a JSON file says, see docs/running-locally.md
  --check           start, send one event, wait for it in S3, stop; exit code 0 when all is well
  --help            this text

OPENSEARCH_URL=http://… npm start   fills an OpenSearch too, see docs/search.md
`;

async function main(): Promise<number> {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const startedAt = Date.now();
  const running = await start({
    stage: options.stage,
    port: options.port,
    state: options.state,
    search: readSearchPlace(process.env),
    onLine: (line) => console.error(line),
    ...(options['shard-limits'] ? { refuse: shardRates() } : {}),
    ...(options['firehose-limits'] ? { checkRate: deliveryRates() } : {}),
    ...(options.faults === undefined ? {} : { faults: readProfile(options.faults) }),
  });
  console.log(welcome(running, Date.now() - startedAt, await exampleHeaders(running)));
  if (options.check) return finish(running, await checkItself(running.info));
  await interrupted();
  return finish(running, 0);
}

/** A secret that no token can be made of is mended through the runner, which must be up for that: it's told, no more. */
async function exampleHeaders({ info }: Running): Promise<Record<string, string>> {
  try {
    return await authorizationFor(info);
  } catch (error) {
    console.error((error as Error).message);
    return {};
  }
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string', default: 'local' },
      port: { type: 'string', default: '4700' },
      state: { type: 'string', default: defaultState },
      'shard-limits': { type: 'boolean', default: false },
      'firehose-limits': { type: 'boolean', default: false },
      faults: { type: 'string' },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port: expected a number from 0 to 65535, found "${values.port}".`);
  }
  return { ...values, port, state: stateFolder(values.state) };
}

function welcome({ info }: Running, ms: number, headers: Readonly<Record<string, string>>): string {
  const folder = relative(process.cwd(), `${info.s3Folder}/${info.lakeBucket}`) || '.';
  return `
Sunstream is up, stage ${info.stage}, after ${(ms / 1_000).toFixed(1)} s.

  post telemetry to   ${info.url}/v1/telemetry
  events land in      ${folder}/telemetry/dt=…/hour=…/*.json.gz
  failed events in    ${folder}/failed/
  ask them by SQL     work group ${info.athena.workGroup}, database ${info.athena.database}; docs/reading-the-lake.md
  logs                ${relative(process.cwd(), info.logFolder)}/
  search              ${aboutSearch(info)}

Try it:

  ${exampleCurl(info.url, headers)}

${aboutTokens(info, headers)} Ctrl-C stops, and writes out what is buffered.
`;
}

function aboutSearch({ search }: RunningInfo): string {
  if (!search) return 'off: OPENSEARCH_URL names no OpenSearch to fill';
  return `${withoutPassword(search.url)}, indices telemetry-… and failed-…`;
}

function aboutTokens({ consumerSecrets }: RunningInfo, { authorization }: Readonly<Record<string, string>>): string {
  if (!consumerSecrets) return 'Anyone on this machine may post: there is no token to give (auth.ingest: none).';
  const needed = 'Posting takes a token (auth.ingest: token): npm run token makes one';
  return authorization ? `${needed}; the above is good for a day.` : `${needed}, for a consumer that may.`;
}

/** Resolves on Ctrl-C; a second one ends at once, and what is on disk is found again by the next start. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    const onSignal = () => {
      process.once('SIGINT', () => process.exit(130));
      resolve();
    };
    process.once('SIGINT', onSignal);
    process.once('SIGTERM', onSignal);
  });
}

async function finish(running: Running, code: number): Promise<number> {
  console.log('stopping: passing on what is here, writing out the buffers …');
  for (const line of await running.stop()) console.log(line);
  console.log('stopped.');
  return code;
}

runCommand(main);
