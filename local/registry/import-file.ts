import { type Fields, isFault, type RecordFault } from '../../lambdas/registry/kind.js';
import { findKind } from '../../lambdas/registry/kinds.js';
import { readRecord } from '../../lambdas/registry/read-record.js';
import type { Registry } from './open-registry.js';
import type { Options } from './options.js';
import { makeProgress } from './progress.js';
import { type Line, maxLineBytes, readLines } from './read-lines.js';
import { RefusedLines } from './refused-lines.js';
import { Turns } from './turns.js';

/** Calls under way at a time: what API Gateway, Lambda and DynamoDB take from one sender without throttling it. */
const maxCalls = 16;

/**
 * Writes a record for each line of a file, and says what it refused.
 *
 * @param registry where to; without it nothing is written
 * @returns the exit code: 2 when lines were refused
 * @throws Error when the file or the registry can't be reached; what was written by then stays, and may be written again
 */
export async function importFile({ file, kind }: Options, registry: Registry | undefined): Promise<number> {
  const refused = new RefusedLines(file);
  const progress = makeProgress(refused);
  const turns = new Turns(maxCalls);
  try {
    for await (const line of readLines(file)) {
      const record = readLine(kind, line);
      if (isFault(record)) {
        refused.add(line.number, record);
        continue;
      }
      await turns.take(String(record.id), async () => {
        const fault = registry && (await write(registry, kind, record, line));
        if (fault) refused.add(line.number, fault);
        else progress.taken();
      });
    }
    await turns.done();
  } finally {
    refused.close();
    progress.end();
  }
  const what = registry ? 'written' : 'good (dry run: nothing was written)';
  console.log(`${progress.count} ${what}, ${refused.count} refused${refused.count > 0 ? `, see ${refused.file}` : ''}`);
  return refused.count > 0 ? 2 : 0;
}

function readLine(kind: string, { text }: Line): Fields | RecordFault {
  const of = findKind(kind);
  if (!of) throw new Error(`kind: expected one that there is, found ${kind}.`);
  if (text === undefined) return { pointer: '', expected: `at most ${maxLineBytes} bytes`, found: 'more' };
  return readRecord(of, text);
}

/** @returns why the registry refused it */
async function write(
  registry: Registry,
  kind: string,
  { id }: Fields,
  { text }: Line,
): Promise<RecordFault | undefined> {
  const { status, err, errmsg, result } = await registry.call('PUT', kind, String(id), text);
  if (status === 200) return undefined;
  if (err === 'INVALID_RECORD') return result as unknown as RecordFault;
  return { pointer: '', expected: 'a record that the registry takes', found: `${err}: ${errmsg}` };
}
