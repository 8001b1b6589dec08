import { fingerprintOf } from '../telemetry/fingerprint.js';
import { type JudgeRules, judgeEvent } from '../telemetry/judge-event.js';
import type { RedactedEvent } from '../telemetry/redact-event.js';
import type { Fault, Repair } from '../telemetry/types.js';
import { type EventNotes, type FramedEvent, framedEvent } from './frame.js';

/** What ingest makes of an event: its place in a frame, or its fault with the text that came. */
export type FrameVerdict =
  | { readonly framed: FramedEvent; readonly fault?: undefined }
  | {
      readonly fault: Fault;
      readonly received: string;
      /** Of an event that isn't as it came any more: what it is told apart by when it is judged again. */
      readonly fingerprint: string | undefined;
      readonly notes: EventNotes | undefined;
    };

/** What an earlier judgement found out, which the text that it left doesn't tell. */
export interface JudgedBefore {
  readonly fingerprint?: string | undefined;
  readonly repaired?: readonly Repair[] | undefined;
}

/** Judges a redacted event. Ingest does so when it arrives, a replay when it is looked at again. */
export function judgeForFrame(
  { candidate, redacted }: RedactedEvent,
  rules: JudgeRules,
  before: JudgedBefore = {},
): FrameVerdict {
  const { came, repairs, received, ...verdict } = judgeEvent(candidate, rules);
  const notes = notesOf([...(before.repaired ?? []), ...repairs], redacted);
  // Halves of surrogate pairs, and all: two events that differ in them alone are two.
  const fingerprint = () => before.fingerprint ?? fingerprintOf(came);
  if (verdict.fault) {
    return { fault: verdict.fault, received, fingerprint: repairs.length > 0 ? fingerprint() : undefined, notes };
  }
  return { framed: framedEvent(verdict.event.mid, verdict.text, fingerprint(), notes) };
}

function notesOf(repaired: readonly Repair[], redacted: readonly string[]): EventNotes | undefined {
  if (repaired.length === 0 && redacted.length === 0) return undefined;
  return { ...(repaired.length > 0 && { repaired }), ...(redacted.length > 0 && { redacted }) };
}
