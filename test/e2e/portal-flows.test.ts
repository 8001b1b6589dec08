import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readBooks } from '../../cli/commands/demo/session-books.js';
import { storedEvents } from '../../cli/target/read-lake.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import { digitBatch } from '../factories/digit-events.js';
import { portalEvents, stepOfTitle } from '../factories/portal-events.js';
import { useRunner } from '../support/use-runner.js';

interface Stored extends Record<string, unknown> {
  readonly mid: string;
  readonly edata: Record<string, unknown>;
  readonly flags: Record<string, unknown>;
  readonly plan?: { readonly name: string; readonly step: string };
}

/** What nobody may find anywhere, unless it is taken out. */
const typed = '739518';

/** The documented events, as of now, with a password where the documents say that one was typed, told apart by title. */
function sentEvents() {
  return portalEvents().map(({ title, event }) => {
    const extra = event.edata.extra as { values?: string } | undefined;
    const edata = extra?.values ? { ...event.edata, extra: { ...extra, values: typed } } : event.edata;
    return { ...event, ets: Date.now(), edata, title };
  });
}

describe('the documented flows of a portal and a page of DIGIT', () => {
  const runner = useRunner();
  const stored = () => storedEvents(runner.info) as Stored[];
  const digit = digitBatch();

  beforeAll(async () => {
    const events = digit.events.map((event) => ({ ...event, ets: Date.now() }));
    for (const batch of [{ events: sentEvents() }, { ...digit, events }]) {
      await fetch(`${runner.info.url}/v1/telemetry`, { method: 'POST', body: JSON.stringify(batch) });
    }
    await waitUntil(() => stored().length >= 31, 30_000);
  }, 90_000);

  it('are stored, all of them, though five share one mid', () => {
    expect(readBooks(runner.info)).toMatchObject({ received: 31, stored: 31, duplicate: 0, failed: 0 });
    expect(stored().filter(({ flags }) => flags.mid_collision)).toHaveLength(4);
  });

  it('are the steps of the shipped plans', () => {
    const found = stored().map(({ title, plan }) => [title ?? plan?.name, `${plan?.name}/${plan?.step}`]);

    const { 'digit-page': _, ...portal } = Object.fromEntries(found);
    expect(portal).toEqual(stepOfTitle);
    expect(found.filter(([title]) => title === 'digit-page').map(([, step]) => step)).toEqual([
      'digit-page/enter',
      'digit-page/summary',
      'digit-page/leave',
    ]);
  });

  it('say what was repaired, and what was taken out', () => {
    const flagsOf = (title: string) => stored().find((event) => event.title === title)?.flags;

    expect(flagsOf('popular story arrows')).toMatchObject({
      repaired: [
        { rule: 'edata-key-case', path: '/edata/type', was: 'Type' },
        { rule: 'edata-key-case', path: '/edata/pageid', was: 'Pageid' },
      ],
    });
    expect(flagsOf('otp submitted')).toMatchObject({ redacted: ['otp'] });
    expect(flagsOf('otp refused')).toMatchObject({ redacted: ['otp'] });
    expect(flagsOf('signup form seen')).not.toHaveProperty('repaired');
  });

  it('leave the typed password in no stream, file or log', async () => {
    await runner.stop();

    const texts = readTexts(runner.state);

    expect(texts.filter((text) => text.includes('[redacted]')).length).toBeGreaterThan(2);
    expect(texts.filter((text) => text.includes(typed))).toEqual([]);
  });
});

/** All that a runner left on disk: each file as it is, and what is gzip in it as text. */
function readTexts(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .filter(({ parentPath }) => !parentPath.includes('cdk.out'))
    .flatMap(({ parentPath, name }) => {
      const data = readFileSync(join(parentPath, name));
      return [data.toString('latin1'), ...gzipMembers(data)];
    });
}

function gzipMembers(data: Buffer): string[] {
  const texts: string[] = [];
  for (let at = data.indexOf('1f8b08', 0, 'hex'); at !== -1; at = data.indexOf('1f8b08', at + 1, 'hex')) {
    try {
      texts.push(gunzipSync(data.subarray(at)).toString('utf8'));
    } catch {
      // Records lie one after another: what follows a member is not gzip, and is cut off at the next one.
      texts.push(gunzipStart(data.subarray(at)));
    }
  }
  return texts;
}

function gunzipStart(data: Buffer): string {
  const next = data.indexOf('1f8b08', 1, 'hex');
  const end = next === -1 ? data.length : next;
  for (let to = end; to > 18; to--) {
    try {
      return gunzipSync(data.subarray(0, to)).toString('utf8');
    } catch {
      // One byte less.
    }
  }
  return '';
}
