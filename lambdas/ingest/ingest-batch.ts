import { DependencyError } from '../shared/errors.js';
import type { FailedEvent } from '../shared/failed-lines.js';
import { type BatchHeader, type FramedEvent, framedEvent, packFrames } from '../shared/frame.js';
import { partitionKey, type StreamRecord } from '../shared/put-records.js';
import { judgeEvent } from '../shared/telemetry/judge-event.js';
import type { Fault } from '../shared/telemetry/types.js';
import { type Answer, accepted, type Failure, refused, unavailable } from './answers.js';
import { eventTexts } from './event-texts.js';
import { type Batch, readBatch } from './read-batch.js';
import { type RawBody, readBody } from './read-body.js';

/** The effects of ingest; Kinesis and Firehose in production, recording fakes in tests. */
export interface IngestPorts {
  /** Writes frames; throws DependencyError unless the stream took all of them. */
  forward(records: readonly StreamRecord[]): Promise<void>;
  /** Writes to the failed book; throws DependencyError unless it took all of them. */
  keepFailed(events: readonly FailedEvent[]): Promise<void>;
  /** Epoch milliseconds. */
  now(): number;
}

/** What a request says besides its body. */
export interface Sender {
  readonly channel: string | undefined;
  readonly did: string | undefined;
  readonly pid: string | undefined;
  readonly ip: string | undefined;
  readonly userAgent: string | undefined;
}

/** The answer, and what the metrics count: nothing of a batch that comes again in the client's retry. */
export interface Ingested {
  readonly answer: Answer;
  readonly received: number;
  readonly failures: readonly Failure[];
  readonly forwarded: number;
  readonly error?: DependencyError;
}

/**
 * Judges a batch, writes it down, and answers only then. Frames go first: if they are refused, the client sends all of
 * it again, and the failed book must not hold the same event twice.
 *
 * @returns the answer; a broken stream is a 503 with the error beside it for the log
 */
export async function ingestBatch(raw: RawBody, sender: Sender, ports: IngestPorts): Promise<Ingested> {
  const syncts = ports.now();
  const nothing = { received: 0, failures: [], forwarded: 0 };

  const text = readBody(raw);
  if (typeof text !== 'string') return { ...nothing, answer: refused(syncts, text) };
  const batch = readBatch(text);
  if ('err' in batch) return { ...nothing, answer: refused(syncts, batch) };

  const header: BatchHeader = { msgid: batch.msgid, syncts, ...sender, did: sender.did ?? batch.did };
  const { good, failures, failedEvents } = judge(batch, text, header);
  try {
    const key = partitionKey(batch.msgid ?? good[0]?.mid ?? '');
    const frames = packFrames(header, good);
    if (frames.length > 0) await ports.forward(frames.map((data) => ({ partitionKey: key, data })));
    if (failedEvents.length > 0) await ports.keepFailed(failedEvents);
  } catch (error) {
    if (!(error instanceof DependencyError)) throw error;
    return { ...nothing, answer: unavailable(syncts, batch.msgid), error };
  }
  const counts = { received: batch.events.length, accepted: good.length, failed: failures.length };
  return {
    answer: accepted(syncts, batch.msgid, { ...counts, failures }),
    received: counts.received,
    forwarded: good.length,
    failures,
  };
}

interface Judged {
  readonly good: FramedEvent[];
  readonly failures: Failure[];
  readonly failedEvents: FailedEvent[];
}

function judge({ events }: Batch, bodyText: string, header: BatchHeader): Judged {
  const judged: Judged = { good: [], failures: [], failedEvents: [] };
  let cutTexts: string[] | undefined;
  const textAt = (index: number) => {
    cutTexts ??= eventTexts(bodyText);
    return cutTexts[index] ?? '';
  };
  for (const [index, candidate] of events.entries()) {
    const verdict = judgeEvent(candidate);
    if (verdict.fault) fail(judged, { index, candidate, ...verdict, raw: verdict.text ?? textAt(index) }, header);
    else judged.good.push(framedEvent(verdict.event.mid, verdict.text));
  }
  return judged;
}

interface Faulty {
  readonly index: number;
  readonly candidate: unknown;
  readonly fault: Fault;
  readonly raw: string;
}

function fail({ failures, failedEvents }: Judged, { index, candidate, fault, raw }: Faulty, header: BatchHeader): void {
  const mid = (candidate as { mid?: unknown } | null)?.mid;
  failures.push({ index, mid: typeof mid === 'string' ? mid.slice(0, 256) : undefined, ...fault });
  failedEvents.push({ ...fault, stage: 'ingest', at: header.syncts, header, raw });
}
