import type { FailedEvent } from '../shared/frames/failed-lines.js';
import type { BatchHeader, FramedEvent } from '../shared/frames/frame.js';
import { judgeForFrame } from '../shared/frames/judge-for-frame.js';
import { faultMessage } from '../shared/telemetry/fault-message.js';
import type { JudgeRules } from '../shared/telemetry/judge-event.js';
import type { RedactedEvent } from '../shared/telemetry/redact-event.js';
import type { Fault } from '../shared/telemetry/types.js';
import { cutText } from '../shared/text/well-formed.js';
import type { Failure } from './answers.js';

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
  for (const [index, event] of events.entries()) {
    const verdict = judgeForFrame(event, rules);
    if (verdict.fault) {
      const { fault, received: raw, notes, fingerprint } = verdict;
      failures.push(failureOf(index, event.candidate, fault));
      const told = { ...(notes && { notes }), ...(fingerprint !== undefined && { fingerprint }) };
      failedEvents.push({ ...fault, stage: 'ingest', at: header.syncts, header, raw, ...told });
    } else good.push(verdict.framed);
  }
  return { good, failures, failedEvents };
}

function failureOf(index: number, candidate: unknown, fault: Fault): Failure {
  const mid = (candidate as { mid?: unknown } | null)?.mid;
  const shown = typeof mid === 'string' ? cutText(mid, 256) : undefined;
  const { reason, faults } = fault;
  return { index, mid: shown, reason, message: faultMessage(fault), ...(faults && { faults }) };
}
