import { existsSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { runCommand } from '../cli/terminal/command.js';
import { writeExhaust } from '../lambdas/exhaust-write/write-exhaust.js';
import type { ExhaustRun } from '../lambdas/shared/exhaust/dataset.js';
import { datasets, findDataset } from '../lambdas/shared/exhaust/datasets.js';
import { fileUploader } from '../lambdas/shared/lake/aws/s3-files.js';
import { readResult } from '../lambdas/shared/lake/read-result.js';

const help = `npm run bench:exhaust -- [ROWS] [PASSWORD] [DATASET]    seconds and memory that the writer takes for a large result

  ROWS       rows of the result (default 2000000)
  PASSWORD   of the zip; '' for a file without one (default)
  DATASET    ${datasets.map(({ name }) => name).join(', ')} (default uci-response-exhaust)
  --help     this text
`;
// Every tenth person has refused, and every hundredth was erased.
const people = 50_000;

const conversation = 'c5629c27-0000-4000-8000-00000000c0de';
const run: Omit<ExhaustRun, 'dataset'> = {
  requestId: 'BENCH',
  channel: 'org-1',
  outputFormat: 'csv',
  range: { from: '2026-11-20', to: '2026-11-20' },
  timeZone: 'Asia/Kolkata',
  bot: { id: conversation, name: 'DST Form Bot', ownerOrgID: 'org-1' },
};

const idOf = (person: number): string => `00000000-0000-4000-8000-${String(person).padStart(12, '0')}`;
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

function record(number: number): string {
  const did = idOf(number % people);
  const params = [{ 1: { text: '1 Yes' } }, { 2: { text: '2 No' } }];
  const event = {
    eid: 'ASSESS',
    ver: '3.0',
    mid: `ASSESS:${number.toString(16).padStart(32, '0')}`,
    '@timestamp': '2026-11-20T06:30:00.000Z',
    actor: { id: did, type: 'User' },
    context: {
      channel: 'org-1',
      pdata: { id: 'prod.uci.diksha' },
      did,
      sid: 'session',
      cdata: [{ type: 'Conversation', id: conversation }],
      rollup: { l1: 'org-1', l2: conversation, l3: '/data/group/question', l4: 'false' },
    },
    edata: {
      duration: 4,
      item: { id: 'q-1', type: 'mcq', maxscore: 1, title: 'Are you present, now?\n', desc: '', params },
      resvalues: [params[number % 2]],
      score: 1,
      pass: 'Yes',
    },
  };
  return `${[JSON.stringify(event), did, did, '2026-11-20', 'ASSESS', '1'].map(quoted).join(',')}\n`;
}

async function* result(rows: number): AsyncGenerator<Buffer> {
  yield Buffer.from('"line","did","actor","arrival_day","eid","events"\n');
  for (let number = 0; number < rows; ) {
    let chunk = '';
    for (const end = Math.min(number + 64, rows); number < end; number++) chunk += record(number);
    yield Buffer.from(chunk);
  }
}

/** S3 as far as an upload sees it: it takes every part, and keeps none. */
const makeClient = () =>
  new S3Client({
    region: 'local-1',
    credentials: { accessKeyId: 'BENCH', secretAccessKey: 'bench' },
    requestHandler: {
      handle: async ({ method, query, body }: { method: string; query: object; body?: unknown }) => {
        if (body instanceof Readable) for await (const _ of body);
        const document =
          method === 'POST' ? `<Answer>${'uploads' in query ? '<UploadId>1</UploadId>' : ''}</Answer>` : '';
        return {
          response: { statusCode: 200, headers: { etag: '"1"' }, body: Readable.from([Buffer.from(document)]) },
        };
      },
      // biome-ignore lint/suspicious/noExplicitAny: of the SDK's interface only this is called
    } as any,
  });

/** "proc(5), status: VmHWM". getrusage's maximum, which serves elsewhere, may be that of who started the process. */
function maxRssBytes(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  return Number(kibibytes ?? process.resourceUsage().maxRSS) * 1_024;
}

const lookups: number[] = [];
function standingOf(id: string): [string, 'refused' | 'erased'][] {
  const person = Number(id.slice(-12));
  if (person % 100 === 99) return [[id, 'erased']];
  return person % 10 === 0 ? [[id, 'refused']] : [];
}

function readOptions() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean' } } });
  const [rows = '2000000', password = '', dataset = 'uci-response-exhaust', stray] = positionals;
  if (!/^[1-9]\d{0,9}$/.test(rows)) throw new Error(`ROWS: expected a whole number from 1 up, found "${rows}".`);
  if (!findDataset(dataset)) throw new Error(`DATASET: expected one of those that --help lists, found "${dataset}".`);
  if (stray !== undefined) throw new Error(`arguments: expected nothing more, found "${stray}".`);
  return { help: values.help === true, rows: Number(rows), password: password || undefined, dataset };
}

runCommand(async () => {
  const { help: isHelp, rows, password, dataset } = readOptions();
  if (isHelp) {
    process.stdout.write(help);
    return 0;
  }
  const start = performance.now();
  const written = await writeExhaust(
    { ...run, dataset },
    password,
    { dialect: 'spark', neutraliseFormulas: false, zipCipher: 'aes-256' },
    {
      now: Date.now,
      records: () => readResult(Readable.from(result(rows))),
      registrationsOf: async function* () {},
      standingsOf: async (ids) => {
        lookups.push(ids.length);
        return new Map(ids.flatMap(standingOf));
      },
      open: async (text: string) => text,
      upload: fileUploader(makeClient(), 'bench'),
    },
  );
  const seconds = (performance.now() - start) / 1_000;
  const lookedUp = lookups.reduce((sum, count) => sum + count, 0);
  console.log(JSON.stringify({ ...written, seconds, lookedUp, lookups: lookups.length, maxRssBytes: maxRssBytes() }));
  return 0;
});
