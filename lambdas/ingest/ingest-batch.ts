import { partitionKey } from '../shared/aws/put-records.js';
import type { Forwarded, FrameRecord } from '../shared/frames/aws/forward-frames.js';
import type { FailedEvent } from '../shared/frames/failed-lines.js';
import { type BatchHeader, packFrames } from '../shared/frames/frame.js';
import { DependencyError } from '../shared/function/errors.js';
import { bytesOf, type RawBody } from '../shared/http/raw-body.js';
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
  /** Writes frames; says which of them the stream took. */
  forward(frames: readonly FrameRecord[]): Promise<Forwarded>;
  /** Writes to the failed book, of a body of so many bytes; throws DependencyError unless it took all of them. */
  keepFailed(events: readonly FailedEvent[], bytesIn: number): Promise<void>;
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

/**
 * The answer, and what the metrics count: what is written down, also of a batch that is answered with 503. When it comes
 * again its events are received again, and those that were forwarded are duplicates then.
 */
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
 * @returns the answer; a broken stream, failed book or registry is a 503 with the error beside it for the log
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

  let done: Omit<Ingested, 'answer'> = nothing;
  try {
    const { msgid, events } = await redactBatch(batch, ports.askRegistrations);
    const header: BatchHeader = { msgid, syncts, ...sender, did: sender.did ?? batch.did };
    const { good, failures, failedEvents } = judgeBatch(events, header, judgeRules(settings, syncts, channels));
    const key = partitionKey(msgid ?? good[0]?.mid ?? '');
    const frames = packFrames(header, good).map((frame) => ({ partitionKey: key, ...frame }));
    const { taken, error } = frames.length > 0 ? await ports.forward(frames) : { taken: [] };
    done = countForwarded(taken);
    if (error) throw error;
    if (failedEvents.length > 0) await ports.keepFailed(failedEvents, bytesOf(body));
    const received = batch.events.length;
    const result = { received, accepted: good.length, failed: failures.length, failures };
    return { ...done, answer: accepted(syncts, batch.msgid, result), received, failures };
  } catch (error) {
    if (!(error instanceof DependencyError)) throw error;
    return { ...done, answer: unavailable(syncts, batch.msgid), error };
  }
}

function countForwarded(taken: readonly FrameRecord[]): Omit<Ingested, 'answer'> {
  const events = taken.flatMap((frame) => frame.events);
  const repaired = events.filter(({ notes }) => notes?.repaired).length;
  return { received: events.length, forwarded: events.length, repaired, failures: [] };
}
