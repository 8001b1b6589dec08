import { cpus } from 'node:os';
import { enrichFrames } from '../lambdas/enrich/enrich-frames.js';
import type { Enrichers } from '../lambdas/enrich/enricher.js';
import { enrichers } from '../lambdas/enrich/enrichers.js';
import type { BatchHeader } from '../lambdas/shared/frames/frame.js';
import type { ReceivedFrame } from '../lambdas/shared/frames/stream-stage.js';
import { cachedLookup, type Lookup } from '../lambdas/shared/registry/cached-lookup.js';
import { benchCommand } from './bench-command.js';
import { makeEvent } from './make-events.js';
import { aContent, aDevice, aUser } from './make-records.js';

const help = `npm run bench:enrich -- [options]    our own CPU µs an event of enrichment, with and without the registry

  --events N   events an invocation (default 10000)
  --rounds N   rounds; the medians are printed (default 9)
  --hits N     percent of the records that are asked for which the function knows already (default 95)
`;

/** JSON of records, by entity. */
const texts = new Map<string, string>();
/** Events a frame. */
const perFrame = 100;
const userAgents = Array.from(
  { length: 50 },
  (_, index) =>
    `Mozilla/5.0 (Linux; Android ${8 + (index % 6)}; SM-A${500 + index}F; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/${100 + index}.0.0.0 Mobile Safari/537.36`,
);

type Settings = Readonly<Record<'events' | 'rounds' | 'hits', number>>;

async function bench({ events, rounds, hits }: Settings): Promise<void> {
  const { versions } = process;
  console.log(
    `${events} events an invocation, ${rounds} rounds, medians; ${cpus().length} x ${cpus()[0]?.model}, Node ${versions.node}, ${new Date().toISOString().slice(0, 10)}\n`,
  );
  const frames = makeFrames(events);
  const kinds = { 'without the registry': withoutRegistry(enrichers), 'with it': enrichers };
  const times: Record<string, number[]> = { 'without the registry': [], 'with it': [] };
  let reads = { asked: 0, read: 0, calls: 0, bytes: 0 };
  for (let round = 0; round <= rounds; round++) {
    for (const [kind, some] of Object.entries(kinds)) {
      const { lookup, calls } = await warmLookup(frames, hits);
      const { us, asked, read, bytes } = await once(frames, some, lookup);
      // The first round warms up.
      if (round > 0) times[kind]?.push(us / events);
      if (some === enrichers) reads = { asked, read, bytes, calls: calls() };
    }
  }
  const [without, withIt] = Object.values(times).map(medianOf);
  console.log(`without the registry's enrichers   ${without?.toFixed(1)} µs an event`);
  console.log(`with them                          ${withIt?.toFixed(1)} µs an event`);
  console.log(`added                              ${((withIt ?? 0) - (without ?? 0)).toFixed(1)} µs an event\n`);
  const share = (100 * (1 - reads.read / reads.asked)).toFixed(1);
  console.log(
    `${reads.asked} records asked for, ${share} % of them known, ${reads.read} read in ${reads.calls} calls:`,
  );
  console.log(`${((100 * reads.calls) / events).toFixed(2)} calls per 100 events; ${reads.bytes} bytes a document`);
}

/** What all but these cost is there either way. */
function withoutRegistry({ mending, adding }: Enrichers): Enrichers {
  return { mending, adding: adding.filter(({ keyOf, rows }) => !keyOf && rows[0]?.property !== 'derivedlocationdata') };
}

async function once(frames: readonly ReceivedFrame[], some: Enrichers, lookup: Lookup) {
  const settings = { enrichers: some, defaultChannel: 'bench', timeZone: 'Asia/Kolkata' };
  let bytes = 0;
  const forward = async (records: readonly { data: Uint8Array }[]) => {
    for (const { data } of records) bytes += data.length;
    return [];
  };
  const ports = {
    lookup: (entities: ReadonlySet<string>) => lookup(entities, () => 60_000),
    refreshUsers: async () => new Map(),
    forward,
    now: Date.now,
  };
  const before = process.cpuUsage();
  const { forwarded, recordsAsked = 0, recordsRead = 0 } = await enrichFrames(frames, settings, ports);
  const { user, system } = process.cpuUsage(before);
  return { us: user + system, asked: recordsAsked, read: recordsRead, bytes: Math.round(bytes / forwarded) };
}

/** A lookup that knows so many percent of what the frames ask for; the rest it reads from a table in memory. */
async function warmLookup(frames: readonly ReceivedFrame[], hits: number) {
  let calls = 0;
  const lookup = cachedLookup({
    read: async (entities) => {
      calls += Math.ceil(entities.length / 100);
      // As the table has them: parsed anew.
      return new Map(entities.map((entity) => [entity, JSON.parse(recordText(entity))]));
    },
    foundMs: 3_600_000,
    missingMs: 3_600_000,
    maxBytes: 64 * 1024 * 1024,
    now: Date.now,
  });
  const asked = new Set<string>();
  const noteThem: Lookup = Object.assign(
    async (entities: ReadonlySet<string>) => {
      for (const entity of entities) asked.add(entity);
      return { records: new Map(), asked: entities.size, read: 0 };
    },
    { remember() {} },
  );
  await once(frames, enrichers, noteThem);
  const known = [...asked].filter((_, index) => index % 100 < hits);
  await lookup(new Set(known), () => 60_000);
  calls = 0;
  return { lookup, calls: () => calls };
}

function recordText(entity: string): string {
  const [kind, id = ''] = entity.split('#');
  const make = { device: aDevice, user: aUser, content: aContent }[kind ?? ''] ?? aContent;
  const text = texts.get(entity) ?? JSON.stringify(make(id));
  texts.set(entity, text);
  return text;
}

/** Frames of batches of devices: 3,000 devices, 5,000 users and 1,000 contents are active at a time. */
function makeFrames(events: number): ReceivedFrame[] {
  return Array.from({ length: Math.ceil(events / perFrame) }, (_, frame) => {
    const count = Math.min(perFrame, events - frame * perFrame);
    const lines = Array.from({ length: count }, (_, line) => JSON.stringify(anEvent(frame, frame * perFrame + line)));
    const header: BatchHeader = { syncts: Date.now(), userAgent: userAgents[frame % userAgents.length] };
    return {
      header,
      entries: lines.map((_, line) => [`bench:${frame}:${line}`, 'fingerprint']),
      lines,
      owner: `shard-0:${frame}`,
      partitionKey: 'bench',
      data: Buffer.alloc(0),
      left: [...lines.keys()],
      isKept: false,
    };
  });
}

/** A batch is one device's, and one user's. */
function anEvent(frame: number, index: number): object {
  const event = makeEvent(index, Date.now());
  const actor = { id: `user-${(frame * 7) % 5_000}`, type: 'User' };
  return { ...event, actor, context: { ...(event.context as object), did: `device-${(frame * 7) % 3_000}` } };
}

function medianOf(found: readonly number[]): number {
  return found.toSorted((a, b) => a - b)[Math.floor(found.length / 2)] ?? Number.NaN;
}

benchCommand(
  help,
  { events: { default: 10_000 }, rounds: { default: 9 }, hits: { default: 95, least: 0, most: 100 } },
  bench,
);
