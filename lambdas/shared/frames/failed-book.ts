import { gzipSync } from 'node:zlib';
import { DependencyError } from '../function/errors.js';
import { type FailedEvent, failedLines } from './failed-lines.js';

/**
 * Writes failed events to the failed book, all of them.
 *
 * @param bytesIn what they came as: bytes of a request's body or of frames, compressed if they were
 */
export type KeepFailed = (events: readonly FailedEvent[], bytesIn: number, remainingMs: () => number) => Promise<void>;

/** Where the failed book takes gzip members of lines; each throws DependencyError unless it took the data whole. */
export interface FailedStores {
  /** Hands data to Firehose, which makes one object of it and of what others hand over. */
  deliver(data: Uint8Array, remainingMs: () => number): Promise<void>;
  /** Writes an object of its own, beside those that Firehose writes. */
  setAside(data: Uint8Array, remainingMs: () => number): Promise<void>;
  /** Told when Firehose did not take data, before it is set aside. */
  refused(error: DependencyError): void;
}

/** Bytes of calls to Firehose, for each byte that came: what one sender can use up of a quota that all of them share. */
export const maxAmplification = 3;
/** A request counts as this many bytes at least: its line, its headers and its envelope are not in the body. */
export const leastBytesIn = 1_024;
/** Bytes that go to Firehose at once: about a second of its quota is four of them ("Firehose quotas: 1 MiB a second"). */
export const maxDeliveredBytes = 256 * 1024;
/** Of a call besides its data: the stream's name and what is around it. */
const callBytes = 256;
/** A Firehose that is full says so at once; what it does not take in this time is set aside. Milliseconds. */
const patienceMs = 1_500;
/** Characters of lines that are compressed at a time; the memory for more is not needed. */
const memberLength = 1024 * 1024;

/**
 * The failed book of a stage: all that fails at a time is one record of gzip members, as small as what it came in. What
 * is more than its part of Firehose's quota, and what Firehose does not take, becomes an object of its own in the same
 * folder. So what one sender sends is never in the way of what fails of others, and good events are acknowledged though
 * Firehose is full.
 */
export function failedBook({ deliver, setAside, refused }: FailedStores): KeepFailed {
  return async (events, bytesIn, remainingMs) => {
    const data = packFailed(events);
    if (!mayBeDelivered(data.length, bytesIn)) return setAside(data, remainingMs);
    try {
      await deliver(data, atMost(patienceMs, remainingMs));
    } catch (error) {
      if (!(error instanceof DependencyError)) throw error;
      refused(error);
      await setAside(data, remainingMs);
    }
  };
}

/** Whether so many bytes may go to Firehose; base64 makes four of three. */
function mayBeDelivered(bytes: number, bytesIn: number): boolean {
  const onTheWire = Math.ceil(bytes / 3) * 4 + callBytes;
  return bytes <= maxDeliveredBytes && onTheWire <= maxAmplification * Math.max(bytesIn, leastBytesIn);
}

/** gzip members of the events' lines, one line an event or part; members concatenate to a valid `.json.gz`. */
function packFailed(events: Iterable<FailedEvent>): Buffer {
  const members: Buffer[] = [];
  let text = '';
  for (const event of events) {
    for (const line of failedLines(event)) {
      text += `${line}\n`;
      if (text.length < memberLength) continue;
      members.push(gzipSync(text));
      text = '';
    }
  }
  if (text !== '') members.push(gzipSync(text));
  return Buffer.concat(members);
}

/** Half of the time that is left, and no more than so many milliseconds: the other half is for who comes after. */
function atMost(ms: number, remainingMs: () => number): () => number {
  const start = remainingMs();
  const budget = Math.min(ms, start / 2);
  return () => Math.min(remainingMs(), budget - (start - remainingMs()));
}
