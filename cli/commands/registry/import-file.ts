import type { Kind } from '../../../lambdas/registry/kind.js';
import { isFault } from '../../../lambdas/registry/kind.js';
import { findKind } from '../../../lambdas/registry/kinds.js';
import { maxBulk } from '../../../lambdas/registry/limits.js';
import { readRecord } from '../../../lambdas/registry/read-record.js';
import { inChunks } from './in-chunks.js';
import { LinesDone } from './lines-done.js';
import type { Registry } from './open-registry.js';
import type { Options } from './options.js';
import { type GoodLine, postLines } from './post-lines.js';
import { makeProgress } from './progress.js';
import { readLines } from './read-lines.js';
import { RefusedLines } from './refused-lines.js';
import { Turns } from './turns.js';

/** Calls under way at a time: what a table that is new to load takes without throttling them. */
const maxCalls = 4;

/**
 * Writes a record for each line of a file, and says what it refused.
 *
 * @param registry where to; without it nothing is written
 * @returns the exit code: 2 when lines were refused
 * @throws Error when the file or the registry can't be reached, with the line to go on from; what was written by then
 *   stays, and may be written again
 */
export async function importFile(options: Options, registry: Registry | undefined): Promise<number> {
  const { file, kind, from, revives } = options;
  const of = findKind(kind);
  if (!of) throw new Error(`kind: expected one that there is, found ${kind}.`);
  const refused = new RefusedLines(file, from);
  const progress = makeProgress(refused);
  const turns = new Turns(maxCalls);
  const lines = new LinesDone(from);

  async function* goodLines(kind: Kind): AsyncGenerator<GoodLine> {
    for await (const line of readLines(file)) {
      if (line.number < from) continue;
      const { content } = line;
      const record = typeof content === 'string' ? readRecord(kind, content) : content;
      lines.begin(line.number);
      if (!isFault(record)) yield { number: line.number, id: String(record.id), text: String(content) };
      else {
        refused.add(line.number, record);
        lines.end(line.number);
      }
    }
  }
  const take = async (chunk: readonly GoodLine[]) => {
    const faults = registry ? await postLines(registry, chunk, { kind, revives }) : [];
    for (const { number, fault } of faults) refused.add(number, fault);
    for (const { number } of chunk) lines.end(number);
    progress.taken(chunk.length - faults.length, lines.next);
  };

  try {
    const limits = { entries: maxBulk.records, bytes: maxBulk.bytes - '{"records":[]}'.length };
    const chunks = inChunks(goodLines(of), limits, ({ text }) => Buffer.byteLength(text) + 1);
    for await (const chunk of chunks) {
      await turns.take(
        chunk.map(({ id }) => id),
        () => take(chunk),
      );
    }
    await turns.done();
    if (lines.isEmpty && from > 1) throw new Error(`--from ${from}: expected a line of ${file}, which ends before it.`);
  } catch (cause) {
    if (!registry || lines.next === from) throw cause;
    const how = `To go on: --from ${lines.next}; all lines before it are done.`;
    throw new Error(`${(cause as Error).message} ${how}`, { cause });
  } finally {
    refused.close();
    progress.end();
  }
  const what = registry ? 'written' : 'good (dry run: nothing was written)';
  console.log(`${progress.count} ${what}, ${refused.count} refused${refused.count > 0 ? `, see ${refused.file}` : ''}`);
  return refused.count > 0 ? 2 : 0;
}
