import type { BatchHeader, EventNotes } from '../shared/frames/frame.js';
import { isObject } from '../shared/telemetry/describe-value.js';
import { printJson } from '../shared/telemetry/print-json.js';

/** A line of the failed book, as far as a replay looks at it. */
export interface FailedLine {
  readonly reason: string;
  readonly stage: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly header: BatchHeader | undefined;
  readonly notes: EventNotes | undefined;
  /** Of the event as it came, where its text isn't that any more. */
  readonly fingerprint?: string | undefined;
  /** The event's JSON text, or a part of it. */
  readonly raw: string;
  /** Of a long event, which has several lines. */
  readonly part?: { readonly id: string; readonly number: number; readonly of: number } | undefined;
}

/** Reads a line of the failed book; `undefined` for what is none. */
export function readFailedLine(text: string): FailedLine | undefined {
  const line = parse(text);
  if (!isObject(line)) return undefined;
  const { reason, stage, at, header, notes, fingerprint, event, raw, id, part, parts } = line;
  const time = Date.parse(String(at));
  if (typeof reason !== 'string' || typeof stage !== 'string' || Number.isNaN(time)) return undefined;
  return {
    reason,
    stage,
    at: time,
    header: isHeader(header) ? header : undefined,
    notes: isObject(notes) ? (notes as EventNotes) : undefined,
    fingerprint: typeof fingerprint === 'string' ? fingerprint : undefined,
    raw: typeof raw === 'string' ? raw : printJson(event ?? null),
    ...(typeof part === 'number' && { part: { id: String(id), number: part, of: Number(parts) } }),
  };
}

/** Whether a line stands for an event: of one in parts, the first does. */
export function standsForEvent({ part }: FailedLine): boolean {
  return part === undefined || part.number === 1;
}

function isHeader(value: unknown): value is BatchHeader & Record<string, unknown> {
  return isObject(value) && typeof value.syncts === 'number';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Told of by the caller, as any line that is none of ours.
    return undefined;
  }
}
