import { DependencyError } from '../shared/errors.js';
import type { FailedEvent } from '../shared/failed-lines.js';
import { type BatchHeader, packFrames } from '../shared/frame.js';
import type { RawBody } from '../shared/http/raw-body.js';
import { partitionKey, type StreamRecord } from '../shared/put-records.js';
import { type JudgingSettings, judgeRules } from '../shared/telemetry/judge-rules.js';
import type { AskRegistrations } from '../shared/telemetry/redact-elements.js';
import { type Answer, accepted, type Failure, refused, unavailable } from './answers.js';
import { judgeBatch } from './judge-batch.js';
import { readBatch } from './read-batch.js';
import { redactBatch } from './redact-batch.js';

/** The effects of ingest; Kinesis and Firehose in production, recording fakes in tests. */
export interface IngestPorts {
  /** Which questions are of a registration, whose answers must not be kept; without it, answers stay. */
  readonly askRegistrations: AskRegistrations | undefined;
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

/** A telemetry request. */
export interface IngestRequest {
  readonly body: RawBody;
  readonly sender: Sender;
  /** The channels that its token is bound to; `undefined` for any. */
  readonly channels?: readonly string[] | undefined;
}

/** The answer, and what the metrics count: nothing of a batch that comes again in the client's retry. */
export interface Ingested {
  readonly answer: Answer;
  readonly received: number;
  readonly failures: readonly Failure[];
  readonly forwarded: number;
  readonly repaired: number;
  readonly error?: DependencyError;
}

/**
 * Judges a batch, writes it down, and answers only then. Frames go first: if they are refused, the client sends all of
 * it again, and the failed book must not hold the same event twice.
 *
 * @returns the answer; a broken stream or registry is a 503 with the error beside it for the log
 */
export async function ingestBatch(
  { body, sender, channels }: IngestRequest,
  settings: JudgingSettings,
  ports: IngestPorts,
): Promise<Ingested> {
  const syncts = ports.now();
  const nothing = { received: 0, failures: [], forwarded: 0, repaired: 0 };

  const batch = readBatch(body);
  if ('err' in batch) return { ...nothing, answer: refused(syncts, batch) };

  try {
    const { msgid, events } = await redactBatch(batch, ports.askRegistrations);
    const header: BatchHeader = { msgid, syncts, ...sender, did: sender.did ?? batch.did };
    const { good, failures, failedEvents } = judgeBatch(events, header, judgeRules(settings, syncts, channels));
    const key = partitionKey(msgid ?? good[0]?.mid ?? '');
    const frames = packFrames(header, good);
    if (frames.length > 0) await ports.forward(frames.map((data) => ({ partitionKey: key, data })));
    if (failedEvents.length > 0) await ports.keepFailed(failedEvents);
    const counts = { received: batch.events.length, accepted: good.length, failed: failures.length };
    return {
      answer: accepted(syncts, batch.msgid, { ...counts, failures }),
      received: counts.received,
      forwarded: good.length,
      repaired: good.filter(({ notes }) => notes?.repaired).length,
      failures,
    };
  } catch (error) {
    if (!(error instanceof DependencyError)) throw error;
    return { ...nothing, answer: unavailable(syncts, batch.msgid), error };
  }
}
