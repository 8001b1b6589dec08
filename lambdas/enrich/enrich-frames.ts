import type { FailedEvent } from '../shared/failed-lines.js';
import type { Undone } from '../shared/put-all.js';
import type { StreamRecord } from '../shared/put-records.js';
import type { ReceivedFrame, StageOutcome } from '../shared/stream-stage.js';
import { endOfDay } from './end-of-day.js';
import type { Enricher } from './enrich-event.js';
import { makeDocuments } from './make-documents.js';
import { type OutgoingDocument, packAggregates } from './pack-aggregates.js';

/** The effects of enrich. */
export interface EnrichPorts {
  /** Writes aggregates to the enriched stream; returns those that were not taken in time, lowest first. */
  forward(records: readonly StreamRecord[]): Promise<readonly Undone[]>;
  /** Epoch milliseconds. */
  now(): number;
}

export interface EnrichSettings {
  readonly enrichers: readonly Enricher[];
  readonly defaultChannel: string;
  readonly timeZone: string;
}

/** Bytes at most that the SHARE_ITEMs of one frame take up: its 500 SHAREs could make 128 MiB of them. */
const maxFrameItemBytes = 8 * 1024 * 1024;

/**
 * Enriches the events of some frames and forwards them as aggregates of one JSON document an event, and one a generated
 * event. `forwarded` counts events, `generated` what was made out of them.
 */
export async function enrichFrames(
  frames: readonly ReceivedFrame[],
  settings: EnrichSettings,
  ports: EnrichPorts,
): Promise<StageOutcome> {
  const now = ports.now();
  const endOfToday = endOfDay(now, settings.timeZone);
  const all = frames.map((received, frame) => enrichFrame({ received, frame, now, endOfToday }, settings));

  const documents = all.flatMap((made) => made.documents);
  const aggregates = packAggregates(documents);
  const undone = aggregates.length > 0 ? await ports.forward(aggregates.map(({ record }) => record)) : [];
  const left = frames.map(() => new Set<number>());
  for (const { index } of undone) {
    for (const { frame, line } of aggregates[index]?.documents ?? []) left[frame]?.add(line);
  }
  const done = documents.filter(({ frame, line }) => !left[frame]?.has(line));
  const generated = done.filter(({ isGenerated }) => isGenerated).length;
  const [first] = undone;
  return {
    frames: all.map(({ faulty }, frame) => ({ left: [...(left[frame] ?? [])], failed: faulty })),
    forwarded: done.length - generated,
    generated,
    ...(first && { error: new Error(first.cause) }),
  };
}

interface FrameToEnrich {
  readonly received: ReceivedFrame;
  /** Its index. */
  readonly frame: number;
  readonly now: number;
  readonly endOfToday: number;
}

function enrichFrame({ received, frame, now, endOfToday }: FrameToEnrich, settings: EnrichSettings) {
  const { header, entries, lines } = received;
  const documents: OutgoingDocument[] = [];
  const faulty: FailedEvent[] = [];
  let itemBytes = maxFrameItemBytes;
  for (const [line, [mid, fingerprint, notes]] of entries.entries()) {
    const raw = lines[line] ?? '';
    const context = { header, fingerprint, notes, endOfToday, defaultChannel: settings.defaultChannel };
    const made = makeDocuments({ frame, line, mid, raw }, settings.enrichers, context, itemBytes);
    if ('reason' in made) faulty.push({ ...made, stage: 'enrich', at: now, header, raw, ...(notes && { notes }) });
    else {
      documents.push(...made);
      for (const { isGenerated, data } of made) if (isGenerated) itemBytes -= data.length;
    }
  }
  // All lines were made, so that what is cut of their items is the same as the first time.
  const open = new Set(received.left);
  return { documents: documents.filter(({ line }) => open.has(line)), faulty: received.isKept ? [] : faulty };
}
