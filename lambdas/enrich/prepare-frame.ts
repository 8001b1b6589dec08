import type { FailedEvent } from '../shared/frames/failed-lines.js';
import type { ReceivedFrame } from '../shared/frames/stream-stage.js';
import { kindOf } from '../shared/telemetry/describe-value.js';
import type { TelemetryEvent } from '../shared/telemetry/types.js';
import { type MendedEvent, mendEvent, wantingRecords } from './enrich-event.js';
import type { EnrichContext, Enrichers } from './enricher.js';
import { makeShareItems } from './share-items.js';

/** What is the same for all frames of an invocation. */
export interface FrameSettings extends Pick<EnrichContext, 'defaultChannel' | 'endOfToday'> {
  readonly enrichers: Enrichers;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** A line of a frame that is an event, with what is generated out of it. */
export interface PreparedLine {
  /** Its index. */
  readonly line: number;
  readonly mid: string;
  readonly raw: string;
  /** Whether it is still to be forwarded. */
  readonly isOpen: boolean;
  readonly main: MendedEvent;
  readonly items: readonly MendedEvent[];
}

/** A frame that waits for records. */
export interface PreparedFrame {
  readonly received: ReceivedFrame;
  readonly lines: readonly PreparedLine[];
  readonly malformed: readonly FailedEvent[];
  /** Characters of its events, generated ones included. */
  readonly size: number;
}

/** Characters at most that the SHARE_ITEMs of one frame take up before records: its 500 SHAREs could make 128 MiB of them. */
const maxFrameItemBytes = 8 * 1024 * 1024;

/** Reads and mends the events of a frame. */
export function prepareFrame(received: ReceivedFrame, settings: FrameSettings): PreparedFrame {
  const { header, entries, lines } = received;
  const { enrichers, defaultChannel, endOfToday, now } = settings;
  const open = new Set(received.left);
  const prepared: PreparedLine[] = [];
  const malformed: FailedEvent[] = [];
  let itemBytes = maxFrameItemBytes;
  let size = 0;
  for (const [line, [mid, fingerprint, notes]] of entries.entries()) {
    const raw = lines[line] ?? '';
    size += raw.length;
    const event = parse(raw);
    if (!event) {
      malformed.push({ ...notAnEvent, stage: 'enrich', at: now, header, raw, ...(notes && { notes }) });
      continue;
    }
    const context = { header, fingerprint, notes, endOfToday, defaultChannel };
    const main = mendEvent(event, enrichers, context);
    // Of a line that is done, too: what is cut of the items behind it is to be the same as the first time.
    const share = event.eid === 'SHARE' ? makeShareItems(main.event, context, itemBytes) : { items: [], bytes: 0 };
    itemBytes -= share.bytes;
    const items = share.items.map((item) => wantingRecords(item, enrichers, context));
    prepared.push({ line, mid, raw, isOpen: open.has(line), main, items });
  }
  return { received, lines: prepared, malformed, size: size + maxFrameItemBytes - itemBytes };
}

const notAnEvent = {
  reason: 'malformed-json',
  pointer: '',
  expected: 'one JSON object a line',
  found: 'something else',
} as const;

/** The event of a line; nothing where it is none. */
export function parse(raw: string): TelemetryEvent | undefined {
  try {
    const event: unknown = JSON.parse(raw);
    return kindOf(event) === 'object' ? (event as TelemetryEvent) : undefined;
  } catch {
    return undefined;
  }
}
