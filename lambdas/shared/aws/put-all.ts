import { setTimeout as delay } from 'node:timers/promises';
import { DependencyError } from '../function/errors.js';
import { abortAfter } from './abort-after.js';
import { limitConcurrency, maxCalls } from './limit-concurrency.js';

/** What a batch call answers for one entry: nothing when it was taken, else why it was refused. */
export type Refusal = string | undefined;

export interface PutAllOptions<T> {
  /** Names the target in errors. */
  readonly target: string;
  /** One call; answers by position. Throws when the whole call failed, which may still have done its work. */
  readonly put: (entries: readonly T[], abortSignal: AbortSignal) => Promise<readonly Refusal[]>;
  readonly maxEntries: number;
  readonly maxBytes: number;
  readonly sizeOf: (entry: T) => number;
  /** Milliseconds left to try in. */
  readonly remainingMs: () => number;
  /** Time between two tries, tests pass their own. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** An entry that was not taken in time, by its position. */
export interface Undone {
  readonly index: number;
  readonly cause: string;
  /** The service will never take the call that it was in. */
  readonly isFinal?: boolean;
}

/** Errors of a call that comes out the same however often it is made. */
const finalErrors: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'InvalidArgumentException',
  'ResourceNotFoundException',
  'ValidationException',
]);

/**
 * Puts all entries by batch calls, and only the refused ones again, with full jitter, until the time is up.
 * "Kinesis PutRecords: a partial failure is answered with HTTP 200", and so are Firehose's and DynamoDB's.
 *
 * @returns the entries that were not taken, lowest first; empty when all is done
 */
export async function putAll<T>(entries: readonly T[], options: PutAllOptions<T>): Promise<Undone[]> {
  const put = limitConcurrency(maxCalls, (chunk: Undone[]) => putChunk(chunk, entries, options));
  let pending: Undone[] = entries.map((_, index) => ({ index, cause: 'not tried' }));
  for (let attempt = 0; pending.length > 0; attempt++) {
    const chunks = chunkBy(pending, ({ index }) => options.sizeOf(entries[index] as T), options);
    pending = (await Promise.all(chunks.map(put))).flat();
    if (pending.length === 0 || pending.some(({ isFinal }) => isFinal)) break;
    const pause = Math.random() * Math.min(2_000, 50 * 2 ** attempt);
    if (options.remainingMs() < pause + 500) break;
    await (options.wait ?? delay)(pause);
  }
  return pending;
}

/** @throws DependencyError naming the target and the first cause, unless all entries were taken */
export async function putAllOrThrow<T>(entries: readonly T[], options: PutAllOptions<T>): Promise<void> {
  const error = notTaken(await putAll(entries, options), entries.length, options);
  if (error) throw error;
}

/** An error that names the target and the first cause; none where all of so many entries were taken. */
export function notTaken(
  [first, ...others]: readonly Undone[],
  entries: number,
  { target }: Pick<PutAllOptions<unknown>, 'target'>,
): DependencyError | undefined {
  if (!first) return undefined;
  return new DependencyError(
    `${target}: ${others.length + 1} of ${entries} entries were not taken in time: ${first.cause}`,
  );
}

async function putChunk<T>(
  chunk: readonly Undone[],
  entries: readonly T[],
  options: PutAllOptions<T>,
): Promise<Undone[]> {
  try {
    const refusals = await options.put(
      chunk.map(({ index }) => entries[index] as T),
      abortAfter(options.remainingMs()),
    );
    return chunk.flatMap(({ index }, position) => {
      // Silence about an entry is no acceptance.
      const cause = position < refusals.length ? refusals[position] : 'not answered';
      return cause === undefined ? [] : [{ index, cause }];
    });
  } catch (error) {
    const isFinal = finalErrors.has((error as Error).name);
    return chunk.map(({ index }) => ({ index, cause: String(error), isFinal }));
  }
}

/** Splits by count and size; one entry above the size travels alone. */
function chunkBy<T>(
  items: readonly T[],
  sizeOf: (item: T) => number,
  limits: { maxEntries: number; maxBytes: number },
): T[][] {
  const chunks: T[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const size = sizeOf(item);
    const last = chunks.at(-1);
    if (last && last.length < limits.maxEntries && bytes + size <= limits.maxBytes) {
      last.push(item);
      bytes += size;
    } else {
      chunks.push([item]);
      bytes = size;
    }
  }
  return chunks;
}
