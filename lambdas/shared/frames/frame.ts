import { gunzipSync, gzipSync } from 'node:zlib';
import { kindOf, shorten } from '../telemetry/describe-value.js';
import { fingerprintOf } from '../telemetry/fingerprint.js';
import { shortMid } from '../telemetry/short-mid.js';
import type { EventRef, Fault, Repair } from '../telemetry/types.js';

/** What the batch says of all its events; line 1 of a frame. */
export interface BatchHeader {
  readonly msgid?: string | undefined;
  /** When the batch arrived, epoch milliseconds. */
  readonly syncts: number;
  readonly channel?: string | undefined;
  readonly did?: string | undefined;
  readonly pid?: string | undefined;
  readonly ip?: string | undefined;
  readonly userAgent?: string | undefined;
}

/** What the stages before enrich found out about an event; enrich puts it into the event's `flags`. */
export interface EventNotes {
  /** The event is stored although its mid was taken by another event. */
  readonly mid_collision?: true;
  /** What ingest mended. */
  readonly repaired?: readonly Repair[];
  /** Names of the redaction rules that took something away. */
  readonly redacted?: readonly string[];
}

/** One a line: dedup decides on these alone. An endless mid stands shortened here; the event's line has it whole. */
export type FrameEntry = readonly [mid: string, fingerprint: string, notes?: EventNotes];

export interface Frame {
  readonly header: BatchHeader;
  readonly entries: readonly FrameEntry[];
  /** JSON text of the events, in the order of the entries. */
  readonly lines: readonly string[];
}

/** Events of a frame at most. */
export const maxFrameEvents = 500;
/** Compressed bytes of a frame at most, but for a frame of one event. */
export const maxFrameBytes = 256 * 1024;
/** Characters of a frame's events, but for a frame of one: a batch of frames is inflated in a stage's memory. */
const maxFrameText = 2 * 1024 * 1024;
/** No frame of ours inflates to more; what does is not ours. */
const maxInflatedBytes = 64 * 1024 * 1024;
const version = 1;

/** gzip of `header\nevent\nevent\n`. The last newline lets frames be appended to each other in the archive. */
export function encodeFrame({ header, entries, lines }: Frame): Buffer {
  const first = JSON.stringify({ v: version, ...header, events: entries });
  return gzipSync(`${first}\n${lines.join('\n')}\n`, { level: 1 });
}

/** Reads a frame; what isn't one is a fault that says why. */
export function decodeFrame(data: Uint8Array): Frame | Fault {
  try {
    const [first = '', ...lines] = gunzipSync(data, { maxOutputLength: maxInflatedBytes }).toString('utf8').split('\n');
    const { v, events, ...header } = JSON.parse(first);
    lines.pop();
    if (v !== version) return malformed('/v', String(version), shorten(v));
    if (!Array.isArray(events)) return malformed('/events', 'array', kindOf(events));
    if (events.length !== lines.length) {
      return malformed('/events', 'one entry a line', `${events.length} entries and ${lines.length} lines`);
    }
    if (!events.every(isEntry)) return malformed('/events', '[mid, fingerprint] of each event', 'something else');
    if (typeof header.syncts !== 'number') return malformed('/syncts', 'number', kindOf(header.syncts));
    return { header, entries: events, lines };
  } catch (error) {
    return malformed('', 'gzip NDJSON', (error as Error).message);
  }
}

/** An event on its way into a frame. */
export interface FramedEvent extends EventRef {
  readonly text: string;
  readonly notes?: EventNotes | undefined;
}

/** A frame's bytes, and the events in it. */
export interface PackedFrame {
  readonly data: Buffer;
  readonly events: readonly FramedEvent[];
}

/** Packs a batch's events into frames within the limits. */
export function packFrames(header: BatchHeader, events: readonly FramedEvent[]): PackedFrame[] {
  if (events.length === 0) return [];
  const textLength = events.reduce((sum, { text }) => sum + text.length, 0);
  if (events.length > maxFrameEvents || (textLength > maxFrameText && events.length > 1))
    return packHalves(header, events);
  const data = encodeFrame({
    header,
    entries: events.map(({ mid, fingerprint, notes }) => (notes ? [mid, fingerprint, notes] : [mid, fingerprint])),
    lines: events.map(({ text }) => text),
  });
  return data.length > maxFrameBytes && events.length > 1 ? packHalves(header, events) : [{ data, events }];
}

/** What a frame needs of an event; its fingerprint is taken before any repair, which tells it from others. */
export function framedEvent(
  mid: string,
  text: string,
  fingerprint = fingerprintOf(text),
  notes?: EventNotes,
): FramedEvent {
  return { mid: shortMid(mid), text, fingerprint, notes };
}

function packHalves(header: BatchHeader, events: readonly FramedEvent[]): PackedFrame[] {
  const half = Math.ceil(events.length / 2);
  return [...packFrames(header, events.slice(0, half)), ...packFrames(header, events.slice(half))];
}

function isEntry(entry: unknown): entry is FrameEntry {
  return Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'string';
}

function malformed(pointer: string, expected: string, found: string): Fault {
  return { reason: 'malformed-frame', pointer, expected, found };
}
