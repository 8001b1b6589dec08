import { type EventNotes, type FramedEvent, framedEvent } from './frame.js';
import { type JudgeRules, judgeEvent } from './telemetry/judge-event.js';
import type { RedactedEvent } from './telemetry/redact-event.js';
import type { Fault, Repair } from './telemetry/types.js';

/** What ingest makes of an event: its place in a frame, or its fault with the text that came. */
export type FrameVerdict =
  | { readonly framed: FramedEvent; readonly fault?: undefined }
  | { readonly fault: Fault; readonly received: string; readonly notes: EventNotes | undefined };

/** Judges a redacted event. Ingest does so when it arrives, a replay when it is looked at again. */
export function judgeForFrame({ candidate, redacted }: RedactedEvent, rules: JudgeRules): FrameVerdict {
  const verdict = judgeEvent(candidate, rules);
  if (verdict.fault) return { fault: verdict.fault, received: verdict.received, notes: notesOf([], redacted) };
  const { event, text, received, repairs } = verdict;
  return { framed: framedEvent(event.mid, text, received, notesOf(repairs, redacted)) };
}

function notesOf(repaired: readonly Repair[], redacted: readonly string[]): EventNotes | undefined {
  if (repaired.length === 0 && redacted.length === 0) return undefined;
  return { ...(repaired.length > 0 && { repaired }), ...(redacted.length > 0 && { redacted }) };
}
