import { existsSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { writeExhaust } from '../lambdas/exhaust-write/write-exhaust.js';
import type { ExhaustRun } from '../lambdas/shared/exhaust/dataset.js';
import { readResult } from '../lambdas/shared/read-result.js';
import { fileUploader } from '../lambdas/shared/s3-files.js';

// How long the writer takes for a large result, and how much memory: npm run bench:exhaust -- [rows] [password] [dataset],
// the password '' for none. Every tenth person has refused, and every hundredth was erased.
const [rows, password, dataset] = [Number(process.argv[2] ?? 2_000_000), process.argv[3], process.argv[4]];
const people = 50_000;

const conversation = 'c5629c27-0000-4000-8000-00000000c0de';
const run: ExhaustRun = {
  requestId: 'BENCH',
  dataset: dataset ?? 'uci-response-exhaust',
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

async function* result(): AsyncGenerator<Buffer> {
  yield Buffer.from('"line","did","actor","arrival_day","eid","events"\n');
  for (let number = 0; number < rows; ) {
    let chunk = '';
    for (const end = Math.min(number + 64, rows); number < end; number++) chunk += record(number);
    yield Buffer.from(chunk);
  }
}

/** S3 as far as an upload sees it: it takes every part, and keeps none. */
const client = new S3Client({
  region: 'local-1',
  credentials: { accessKeyId: 'BENCH', secretAccessKey: 'bench' },
  requestHandler: {
    handle: async ({ method, query, body }: { method: string; query: object; body?: unknown }) => {
      if (body instanceof Readable) for await (const _ of body);
      const document =
        method === 'POST' ? `<Answer>${'uploads' in query ? '<UploadId>1</UploadId>' : ''}</Answer>` : '';
      return { response: { statusCode: 200, headers: { etag: '"1"' }, body: Readable.from([Buffer.from(document)]) } };
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

const start = performance.now();
const written = await writeExhaust(
  run,
  password,
  { dialect: 'spark', neutraliseFormulas: false, zipCipher: 'aes-256' },
  {
    now: Date.now,
    records: () => readResult(Readable.from(result())),
    registrationsOf: async function* () {},
    standingsOf: async (ids) => {
      lookups.push(ids.length);
      return new Map(ids.flatMap(standingOf));
    },
    open: async (text: string) => text,
    upload: fileUploader(client, 'bench'),
  },
);
const seconds = (performance.now() - start) / 1_000;
const lookedUp = lookups.reduce((sum, count) => sum + count, 0);
console.log(JSON.stringify({ ...written, seconds, lookedUp, lookups: lookups.length, maxRssBytes: maxRssBytes() }));
