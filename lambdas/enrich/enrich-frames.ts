import type { FailedEvent } from '../shared/failed-lines.js';
import type { Undone } from '../shared/put-all.js';
import type { StreamRecord } from '../shared/put-records.js';
import type { ReceivedFrame, StageOutcome } from '../shared/stream-stage.js';
import { kindOf } from '../shared/telemetry/describe-value.js';
import type { Fault, TelemetryEvent } from '../shared/telemetry/types.js';
import { endOfDay } from './end-of-day.js';
import { type EnrichContext, type Enricher, enrichEvent } from './enrich-event.js';
import { fitsAggregate, maxAggregateBytes, type OutgoingDocument, packAggregates } from './pack-aggregates.js';

/** The effects of enrich. */
export interface EnrichPorts {
  /** Writes aggregates to the enriched stream; returns those that were not taken in time, lowest first. */
  forward(records: readonly StreamRecord[]): Promise<readonly Undone[]>;
  /** Writes to the failed book; throws DependencyError unless it took all of them. */
  keepFailed(events: readonly FailedEvent[]): Promise<void>;
  /** Epoch milliseconds. */
  now(): number;
}

export interface EnrichSettings {
  readonly enrichers: readonly Enricher[];
  readonly defaultChannel: string;
  readonly timeZone: string;
}

/** Enriches the events of some frames and forwards them as aggregates of one JSON document an event. */
export async function enrichFrames(
  frames: readonly ReceivedFrame[],
  settings: EnrichSettings,
  ports: EnrichPorts,
): Promise<StageOutcome> {
  const now = ports.now();
  const endOfToday = endOfDay(now, settings.timeZone);
  const documents: OutgoingDocument[] = [];
  const faulty: { frame: number; event: FailedEvent }[] = [];
  for (const [frame, { header, entries, lines }] of frames.entries()) {
    for (const [line, [mid, fingerprint, notes]] of entries.entries()) {
      const raw = lines[line] ?? '';
      const context = { header, fingerprint, notes, endOfToday, defaultChannel: settings.defaultChannel };
      const made = makeDocument({ frame, mid, raw }, settings.enrichers, context);
      if ('reason' in made) faulty.push({ frame, event: { ...made, stage: 'enrich', at: now, header, raw } });
      else documents.push(made);
    }
  }

  const aggregates = packAggregates(documents);
  const undone = aggregates.length > 0 ? await ports.forward(aggregates.map(({ record }) => record)) : [];
  const [first] = undone;
  const firstUndone = first && aggregates[first.index]?.frame;
  // From the first undone frame on all comes again, and is counted and written down then.
  const isDone = ({ frame }: { frame: number }) => frame < (firstUndone ?? frames.length);
  const forwarded = documents.filter(isDone).length;
  const failed = faulty.filter(isDone).map(({ event }) => event);
  if (failed.length > 0) await ports.keepFailed(failed);
  return {
    received: forwarded + failed.length,
    forwarded,
    failed,
    ...(first && { firstUndone, error: new Error(first.cause) }),
  };
}

interface Line {
  readonly frame: number;
  readonly mid: string;
  readonly raw: string;
}

function makeDocument(
  { frame, mid, raw }: Line,
  enrichers: readonly Enricher[],
  context: EnrichContext,
): OutgoingDocument | Fault {
  const event = parse(raw);
  if (!event)
    return { reason: 'malformed-json', pointer: '', expected: 'one JSON object a line', found: 'something else' };
  const document = { frame, mid, data: Buffer.from(JSON.stringify(enrichEvent(event, enrichers, context))) };
  if (fitsAggregate(document)) return document;
  const expected = `at most ${maxAggregateBytes} bytes when enriched`;
  return { reason: 'too-large', pointer: '', expected, found: String(document.data.length) };
}

function parse(raw: string): TelemetryEvent | undefined {
  try {
    const event: unknown = JSON.parse(raw);
    return kindOf(event) === 'object' ? (event as TelemetryEvent) : undefined;
  } catch {
    return undefined;
  }
}
