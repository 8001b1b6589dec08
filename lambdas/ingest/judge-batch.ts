import type { FailedEvent } from '../shared/failed-lines.js';
import { type BatchHeader, type EventNotes, type FramedEvent, framedEvent } from '../shared/frame.js';
import { faultMessage } from '../shared/telemetry/fault-message.js';
import { type JudgeRules, judgeEvent } from '../shared/telemetry/judge-event.js';
import type { Fault, Repair } from '../shared/telemetry/types.js';
import type { Failure } from './answers.js';
import type { RedactedEvent } from './redact-batch.js';

/** A batch's events, sorted. */
export interface JudgedBatch {
  readonly good: readonly FramedEvent[];
  /** As the answer names them. */
  readonly failures: readonly Failure[];
  /** As the failed book keeps them; in the order of `failures`. */
  readonly failedEvents: readonly FailedEvent[];
}

/** Judges the events of a batch. */
export function judgeBatch(events: readonly RedactedEvent[], header: BatchHeader, rules: JudgeRules): JudgedBatch {
  const good: FramedEvent[] = [];
  const failures: Failure[] = [];
  const failedEvents: FailedEvent[] = [];
  for (const [index, { candidate, redacted }] of events.entries()) {
    const verdict = judgeEvent(candidate, rules);
    if (verdict.fault) {
      failures.push(failureOf(index, candidate, verdict.fault));
      failedEvents.push({ ...verdict.fault, stage: 'ingest', at: header.syncts, header, raw: verdict.received });
    } else {
      const { event, text, received, repairs } = verdict;
      good.push(framedEvent(event.mid, text, received, notesOf(repairs, redacted)));
    }
  }
  return { good, failures, failedEvents };
}

function failureOf(index: number, candidate: unknown, fault: Fault): Failure {
  const mid = (candidate as { mid?: unknown } | null)?.mid;
  const shown = typeof mid === 'string' ? mid.slice(0, 256) : undefined;
  return { index, mid: shown, reason: fault.reason, message: faultMessage(fault) };
}

function notesOf(repaired: readonly Repair[], redacted: readonly string[]): EventNotes | undefined {
  if (repaired.length === 0 && redacted.length === 0) return undefined;
  return { ...(repaired.length > 0 && { repaired }), ...(redacted.length > 0 && { redacted }) };
}
