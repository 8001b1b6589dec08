import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { makeEvent } from '../../bench/make-events.js';
import { storedEvents } from '../../cli/target/read-lake.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import { projectRoot } from '../../lib/project-root.js';
import { fencesOf, pages } from '../docs/support/fences.js';
import { type Call, findProgram, runPage } from '../docs/support/run-page.js';
import { useTempFolder } from '../support/temp-folder.js';
import { useRunner } from '../support/use-runner.js';

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const arn = (service: string, resource: string) => `arn:aws:${service}:ap-south-1:111122223333:${resource}`;

/** What a page leaves to its reader to fill in. */
const given: Readonly<Record<string, string>> = {
  'docs/access.md': `ARN=${arn('secretsmanager', 'secret:consumers')}`,
  'docs/books.md': 'LAKE_BUCKET=a-lake',
  'docs/reading-the-lake.md': 'LAKE_BUCKET=a-lake',
  'docs/registry.md': `echo '{"id": "u-2", "registrations": ["b-1"]}' > users.jsonl`,
  // Something that OpenSearch has not taken.
  'docs/search.md': `mkdir -p .sunstream/s3/lake-bucket/undelivered/search/dt=1/hour=1
printf '{"errorCode": "503", "errorMessage": "busy", "rawData": "%s"}' "$(printf '{"mid": "m"}' | base64 -w0)" |
  gzip > .sunstream/s3/lake-bucket/undelivered/search/dt=1/hour=1/documents.gz`,
};

/** Words of an example that stand for something of the reader's own. */
const placeholders: readonly (readonly [RegExp, string])[] = [
  [/(npm run redrive .*--state-machine) ARN/g, `$1 ${arn('states', 'stateMachine:RedriveStateMachine1')}`],
  [/(npm run replay .*--state-machine) ARN/g, `$1 ${arn('states', 'stateMachine:ReplayStateMachine1')}`],
  [/(npm run sessions .*--state-machine) ARN/g, `$1 ${arn('states', 'stateMachine:SessionsMachine1')}`],
  [/(npm run exhaust:run-all .*--state-machine) ARN/g, `$1 ${arn('states', 'stateMachine:ExhaustRunsStateMachine1')}`],
  [/--secret-id "\$ARN"/g, `--secret-id ${arn('secretsmanager', 'secret:consumers')}`],
  [/https:\/\/….amazonaws.com/g, 'http://127.0.0.1:4700'],
  [/SUNSTREAM_TOKEN=… /g, 'SUNSTREAM_TOKEN=a-token '],
  // Days that the runner keeps events of, whenever this runs.
  [/(npm run sessions .*--from) 2026-11-20( --to) 2026-11-21/g, `$1 ${daysAgo(2)}$2 ${daysAgo(1)}`],
  [/(npm run sessions .*--from) 2026-11-20/g, `$1 ${daysAgo(1)}`],
  [/search-….ap-south-1/g, 'search-lake.ap-south-1'],
];

/** Examples that end otherwise on the runner of this test, and why that is right. */
const otherwise: readonly { readonly is: RegExp; readonly code: number; readonly says: RegExp }[] = [
  // It has been run by the submit before; a moment after that it may wait still.
  { is: /request\/run .*"requestId"/, code: 0, says: /expected a job that is SUBMITTED|"count":1/ },
  { is: /^npm run sessions .*--late-days 60$/, code: 1, says: /events are kept for 30 days/ },
  { is: /^npm run -s token$/, code: 1, says: /stage local takes no tokens/ },
  { is: /^npm run search:reindex /, code: 1, says: /expected the URL of an OpenSearch, found none/ },
  { is: /^npm run exhaust -- submit .*--out/, code: 2, says: /[Nn]o data/ },
  { is: /^npm run exhaust -- submit .*uci-private-exhaust/, code: 2, says: /[Nn]o data/ },
  { is: /^npm run exhaust -- download /, code: 2, says: /no file yet: it is/ },
];

/** The status that a page says of one of its calls, in a comment behind it; 200 where it says none. */
function expectedStatus({ command }: Call, text: string): number {
  const [, path = '', body = ''] = /\/v1(\/\S+)(?: -d (.*))?$/.exec(command) ?? [];
  for (const line of text.split('\n')) {
    const [, call, status] = /^(curl .*\S)\s+#\s+(\d{3})\b/.exec(line) ?? [];
    // As the shell hands it on: without the quotes around words.
    const words = call?.replace(/(^| )['"]|['"]( |$)/g, '$1$2');
    if (words?.endsWith(body === '' ? path : `${path} -d ${body}`)) return Number(status);
  }
  return 200;
}

/** Whether a call came to what it should. */
const isRight: Readonly<Record<Call['how'], (call: Call, text: string) => boolean>> = {
  'not run': ({ code, why }) => code === 0 && why !== undefined,
  parsed: ({ code, why }) => code === 0 && why !== undefined,
  'without credentials': ({ output = '' }) => /^expected (credentials for AWS|an AWS region), found none/m.test(output),
  ran(call, text) {
    const { command, code, http = 200, output = '' } = call;
    const rule = otherwise.find(({ is }) => is.test(command));
    if (rule) return code === rule.code && rule.says.test(output);
    return code === 0 && http === (command.startsWith('curl ') ? expectedStatus(call, text) : 200);
  },
};

const hasPrograms = ['bash', 'curl', 'zcat'].every((name) => findProgram(name) !== undefined);
if (!hasPrograms) console.warn('bash, curl and zcat are not all here: the documented shell examples are not run.');

const runner = useRunner();

describe('npm run demo', () => {
  it('counts its own events, while others send and whatever they send', async () => {
    let isOver = false;
    const others = (async () => {
      for (let number = 0; !isOver; number++) {
        const events = [makeEvent(number % 50, 1_790_000_000_000), { eid: 'NOPE' }];
        await fetch(`${runner.info.url}/v1/telemetry`, { method: 'POST', body: JSON.stringify({ events }) });
        await delay(20);
      }
    })();
    const demo = join(projectRoot, 'dist/cli/commands/demo/demo.js');

    const { stdout, stderr } = await promisify(execFile)(process.execPath, [demo, '--state', runner.state]);
    isOver = true;
    await others;

    const [, stored, duplicate] = /^ {2}13 = (\d+) \+ (\d+) \+ 1$/m.exec(stdout) ?? [];
    expect(Number(stored) + Number(duplicate)).toBe(12);
    expect(stderr).toMatch(/^13 of 13 accounted for$/m);
  }, 90_000);
});

(hasPrograms ? describe : describe.skip)('the shell examples of', () => {
  const folder = useTempFolder();
  const documented = pages.filter((page) => fencesOf(page, 'sh').length > 0);

  beforeAll(async () => {
    // Somebody has tried it out: there is an event in the lake, and one in the failed book.
    const events = [{ ...makeEvent(1, Date.now()) }, { eid: 'NOPE' }];
    await fetch(`${runner.info.url}/v1/telemetry`, { method: 'POST', body: JSON.stringify({ events }) });
    await waitUntil(() => storedEvents(runner.info).length > 0, 30_000);
  }, 60_000);

  it.each(documented)(
    '%s do what they say',
    async (page) => {
      const fences = fencesOf(page, 'sh').map((fence) => ({
        ...fence,
        text: placeholders.reduce((text, [from, to]) => text.replace(from, to), fence.text),
      }));
      const text = fences.map((fence) => fence.text).join('\n');

      const { code, printed, calls } = await runPage(fences, runner, folder(), given[page] ?? '');

      const unexpected = calls.filter((call) => !isRight[call.how](call, text));
      expect(unexpected).toEqual([]);
      expect([code, code === 0 ? '' : printed]).toEqual([0, '']);
    },
    120_000,
  );

  it('every page name scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));

    const unknown = pages.flatMap((page) =>
      [...readFileSync(join(projectRoot, page), 'utf8').matchAll(/npm run (?:-s )?([\w:-]*\w)/g)]
        .map(([, name = '']) => name)
        .filter((name) => !Object.hasOwn(scripts, name))
        .map((name) => `${page}: npm run ${name}`),
    );

    expect(unknown).toEqual([]);
  });
});
