import type { KinesisStreamRecord } from 'aws-lambda';
import { decodeFrame } from '../shared/frames/frame.js';
import { addBooks, type RunBooks } from '../shared/rework/run-books.js';
import { type InvokePorts, invokeHalves } from './invoke-halves.js';
import { givenUpAt, readUndelivered } from './read-undelivered.js';

/** An object of the undelivered bucket, and what is to be done with it. */
export interface RedriveTask {
  readonly key: string;
  /** Epoch milliseconds; what a stage gave up on before is passed by. */
  readonly since?: number | undefined;
  /** Only looks. */
  readonly dryRun: boolean;
}

/** The effects of a redrive. */
export interface RedrivePorts extends InvokePorts {
  /** The object's text; `undefined` where it is gone. */
  read(key: string): Promise<string | undefined>;
  write(key: string, text: string): Promise<void>;
  remove(key: string): Promise<void>;
}

/**
 * Hands the frames of one undelivered object to the stage that gave up on them, as the very records that it had: it
 * knows them by their `eventID`, so what it did before it does not do again. The object goes when all are through, and
 * is cut down to what is left only after the others are.
 */
export async function redriveObject({ key, since, dryRun }: RedriveTask, ports: RedrivePorts): Promise<RunBooks> {
  if (since !== undefined && (givenUpAt(key) ?? since) < since) return books({ older: 1 });
  const text = await ports.read(key);
  // Another redrive was here first.
  if (text === undefined) return books({});
  const undelivered = readUndelivered(text);
  if ('unreadable' in undelivered) {
    return { counts: { objects: 1, unreadable: 1 }, problems: [{ key, problem: undelivered.unreadable }] };
  }
  const { records, withRecords } = undelivered;
  const frames = records.length;
  if (dryRun) return books({ objects: 1, frames, events: countEvents(records) });

  const { left, counts, problems } = await invokeHalves(records, ports);
  if (left.length === 0) await ports.remove(key);
  else if (left.length < frames) await ports.write(key, withRecords(left));
  const done = { objects: 1, frames, through: frames - left.length, left: left.length };
  return addBooks([
    { counts: done, problems: problems.map((problem) => ({ key, problem })) },
    ...counts.map((told) => books(told)),
  ]);
}

function books(counts: Readonly<Record<string, number>>): RunBooks {
  return { counts, problems: [] };
}

/** Events of some frames; what is no frame has none. */
function countEvents(records: readonly KinesisStreamRecord[]): number {
  return records.reduce((sum, { kinesis }) => {
    const frame = decodeFrame(Buffer.from(kinesis.data, 'base64'));
    return sum + ('reason' in frame ? 0 : frame.entries.length);
  }, 0);
}
