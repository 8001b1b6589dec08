import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeEvent } from '../../bench/make-events.js';
import { storedEvents } from '../../cli/target/read-lake.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import type { Moment } from '../../local/faults/kinds.js';
import type { Running } from '../../local/start.js';

// Worker threads are started from files, which only the build has.
const { start } = jest.requireActual<typeof import('../../local/start.js')>('../../dist/local/start.js');

const patienceMs = 60_000;
const stages = ['dedup', 'enrich'] as const;
const [forward, remember] = ['kinesis PutRecords', 'dynamodb BatchWriteItem'];

/** A batch with the death of a worker on its way. */
interface Case {
  readonly name: string;
  readonly stage: (typeof stages)[number];
  readonly moment: Moment;
  readonly mids: readonly string[];
  /** The call at which the worker died; there was none of that number, otherwise. */
  diedAt?: string;
}

/** Ends a stage's worker at its k-th call from now on, once. */
class Script {
  private current: Case | undefined;
  private callsLeft = 0;

  arm(given: Case, call: number): void {
    this.current = given;
    this.callsLeft = call;
  }

  readonly endsAt = (functionName: string, at: string): Moment | undefined => {
    if (!this.current || !functionName.startsWith(this.current.stage) || --this.callsLeft !== 0) return undefined;
    this.current.diedAt = at;
    return this.current.moment;
  };
}

const state = mkdtempSync(join(tmpdir(), 'sunstream-deaths-'));
const script = new Script();
const cases: Case[] = [];
let running: Running;
let stored: ReadonlyMap<string, number>;
let count = 0;

const someEvents = (prefix: string) =>
  [1, 2, 3].map((index) => ({ ...makeEvent(++count, Date.now()), mid: `${prefix}-${index}` }));

async function post(events: readonly object[]): Promise<void> {
  const body = JSON.stringify({ id: 'api.sunbird.telemetry', ver: '3.0', params: { msgid: `m-${count}` }, events });
  const { status } = await fetch(`${running.info.url}/v1/telemetry`, { method: 'POST', body });
  expect(status).toBe(200);
}

/** Where a stage's event source is in its stream. */
function checkpoint(stage: string): string {
  const folder = join(state, 'event-sources');
  const source = readdirSync(folder).find((name) => name.startsWith(stage)) ?? '';
  const files = readdirSync(join(folder, source), { withFileTypes: true }).filter(({ name }) => name.endsWith('.json'));
  return files.map(({ name }) => readFileSync(join(folder, source, name), 'utf8')).join();
}

/** Posts a batch and waits until the stages are done with it. */
async function pass(events: readonly object[], through: readonly string[]): Promise<void> {
  const before = through.map(checkpoint);
  await post(events);
  const isThrough = () => through.every((stage, index) => checkpoint(stage) !== before[index]);
  expect(await waitUntil(isThrough, patienceMs)).toBe(true);
}

/** Goes on until a worker makes no call of that number any more. */
async function sweep(stage: Case['stage'], moment: Moment, repeated: object): Promise<void> {
  for (let call = 1; ; call++) {
    const name = `${stage}-${moment}-${call}`;
    const events = someEvents(name);
    const given: Case = { name, stage, moment, mids: events.map(({ mid }) => mid) };
    script.arm(given, call);
    // A repeat, so that dedup asks whose a claim is.
    await pass([...events, repeated], stages.slice(0, stages.indexOf(stage) + 1));
    if (given.diedAt === undefined) return;
    cases.push(given);
  }
}

beforeAll(async () => {
  running = await start({ stage: 'local', port: 0, state, onLine: () => undefined, endsAt: script.endsAt });
  const [first = {}] = someEvents('first');
  await pass([first], stages);
  // enrich first: what dedup stores twice would reach it in a case of its own.
  for (const stage of stages.toReversed()) {
    for (const moment of ['before', 'after'] as const) await sweep(stage, moment, first);
  }
  await running.stop();
  const mids = storedEvents(running.info).map(({ mid }) => String(mid));
  stored = new Map([...new Set(mids)].map((mid) => [mid, mids.filter((other) => other === mid).length]));
}, 180_000);

afterAll(() => {
  if (existsSync(state)) rmSync(state, { recursive: true, force: true });
  const twice = cases.filter(({ mids }) => mids.some((mid) => (stored.get(mid) ?? 0) > 1));
  const names = twice.map(({ name, diedAt }) => `${name} (${diedAt})`).join(', ');
  process.stderr.write(`the local runner: ${cases.length} deaths of workers; stored twice: ${names || 'none'}\n`);
});

describe.each(stages)('a worker of %s that ends at any of its calls on the local runner', (stage) => {
  const deaths = () => cases.filter((found) => found.stage === stage);

  it('met each kind of call that the stage makes, before and after it was done', () => {
    const calls = [
      'dynamodb BatchGetItem',
      forward,
      remember,
      ...(stage === 'dedup' ? ['dynamodb BatchExecuteStatement'] : []),
    ];

    for (const moment of ['before', 'after']) {
      const met = deaths().filter((found) => found.moment === moment);
      expect(new Set(met.map(({ diedAt }) => diedAt))).toEqual(new Set(calls));
    }
  });

  it('loses nothing', () => {
    const lost = deaths().filter(({ mids }) => mids.some((mid) => !stored.has(mid)));

    expect(lost).toEqual([]);
  });

  it('stores nothing twice but in the window between a forward and its memory, and then no event a third time', () => {
    const isInWindow = ({ diedAt, moment }: Case) => diedAt === (moment === 'after' ? forward : remember);
    const outside = deaths().filter((found) => !isInWindow(found));

    expect(outside.flatMap(({ mids }) => mids).filter((mid) => stored.get(mid) !== 1)).toEqual([]);
    expect(Math.max(...stored.values())).toBeLessThanOrEqual(2);
  });
});
