import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { OwnBooks } from '../../../../cli/commands/demo/own-books.js';
import { noteSent } from '../../../../cli/commands/demo/sent-events.js';
import { areBalanced } from '../../../../cli/commands/demo/session-books.js';
import { useTempFolder } from '../../../support/temp-folder.js';

const folder = useTempFolder();
const place = () => ({ s3Folder: folder(), lakeBucket: 'lake' });
const address = 'http://127.0.0.1:4700';

function store(key: string, ...lines: object[]): void {
  const file = join(folder(), 'lake', key);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
}

const event = (mid: string, n = 1) => ({ mid, edata: { n } });

/** Posts batches to an ingest that answers each so: a status, and the places that it names as failed. */
async function post(...batches: { events: object[]; status?: number; failed?: number[] }[]) {
  const answers = batches.map(({ status = 200, failed = [] }) => {
    const failures = failed.map((index) => ({ index, reason: 'schema' }));
    return new Response(JSON.stringify({ result: { failures } }), { status });
  });
  const { fetch, sent } = noteSent(async () => answers.shift() as Response, address);
  for (const { events } of batches) {
    await fetch(`${address}/v1/telemetry`, { method: 'POST', body: JSON.stringify({ events }) });
  }
  return sent;
}

describe('the books of what one program has sent', () => {
  it('count its own events alone, whatever others send and whatever was there before', async () => {
    store('telemetry/a.json.gz', event('old'), event('1'));
    const books = new OwnBooks(place());
    const sent = await post({ events: [event('1'), event('2'), event('2'), event('bad')], failed: [3] });
    store('telemetry/b.json.gz', event('1'), event('others'), event('2'));
    store('failed/c.json.gz', { reason: 'schema', event: event('bad') }, { reason: 'schema', event: event('other') });

    const own = books.read(sent);

    expect(own).toEqual({ received: 4, stored: 2, duplicate: 1, failed: 1, generated: 0, unreadable: [] });
    expect(areBalanced(own)).toBe(true);
    expect(books.files).toEqual(['telemetry/b', 'failed/c'].map((key) => join(folder(), 'lake', `${key}.json.gz`)));
  });

  it('do not balance before all has come, and find it where it came late', async () => {
    const books = new OwnBooks(place());
    const sent = await post({ events: [event('1'), event('2')] });
    store('telemetry/a.json.gz', event('1'));
    const early = books.read(sent);

    store('telemetry/b.json.gz', event('2'));
    const late = books.read(sent);

    expect([early, late].map(({ stored }) => stored)).toEqual([1, 2]);
    expect([early, late].map(areBalanced)).toEqual([false, true]);
  });

  it('take two events under one mid for two, and one event under it twice for a duplicate', async () => {
    const books = new OwnBooks(place());
    const sent = await post({ events: [event('1', 1), event('1', 2)] }, { events: [event('1', 1)] });
    store('telemetry/a.json.gz', event('1', 1), event('1', 2));

    expect(books.read(sent)).toMatchObject({ received: 3, stored: 2, duplicate: 1 });
  });

  it('do not balance where a duplicate is stored', async () => {
    const books = new OwnBooks(place());
    const sent = await post({ events: [event('1'), event('1')] });
    store('telemetry/a.json.gz', event('1'), event('1'));

    expect(areBalanced(books.read(sent))).toBe(false);
  });

  it('have an event that failed twice as failed twice', async () => {
    const books = new OwnBooks(place());
    const sent = await post({ events: [event('bad'), event('bad')], failed: [0, 1] });
    store('failed/a.json.gz', { event: event('bad') }, { event: event('bad') });

    expect(books.read(sent)).toMatchObject({ received: 2, duplicate: 0, failed: 2 });
  });

  it('count a batch that is sent again when it is taken, and say what was in its way', async () => {
    const books = new OwnBooks(place());
    const batch = { events: [event('1')] };
    const sent = await post({ ...batch, status: 503 }, batch);
    store('telemetry/a.json.gz', event('1'));

    expect(books.read(sent)).toMatchObject({ received: 1, stored: 1, duplicate: 0 });
    expect(sent.trouble).toBe('status 503');
  });

  it('have what enrich made of its own events beside the equation', async () => {
    const books = new OwnBooks(place());
    const sent = await post({ events: [event('1')] });
    const item = (parent: string) => ({ eid: 'SHARE_ITEM', mid: `${parent}-1`, metadata: { parent_mid: parent } });
    store('telemetry/a.json.gz', event('1'), item('1'), item('others'));

    expect(books.read(sent)).toMatchObject({ received: 1, stored: 1, generated: 1 });
  });

  it('name a new object that can’t be read, and count nothing of it', async () => {
    const books = new OwnBooks(place());
    const sent = await post({ events: [event('1')] });
    mkdirSync(join(folder(), 'lake/telemetry'), { recursive: true });
    writeFileSync(join(folder(), 'lake/telemetry/a.json.gz'), 'PK');

    const { stored, unreadable } = books.read(sent);

    expect([stored, unreadable]).toEqual([0, [expect.stringMatching(/telemetry\/a\.json\.gz: expected JSON lines/)]]);
  });
});
