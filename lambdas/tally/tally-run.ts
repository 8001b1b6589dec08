import type { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { readTextLines } from '../shared/lake/read-lines.js';
import { BookSum, type RunBooks } from '../shared/rework/run-books.js';

/** A line of a Map Run's results: "SUCCEEDED_n.jsonl, FAILED_n.jsonl: a child execution a line". */
interface ChildExecution {
  /** JSON text. */
  readonly Input?: string;
  /** JSON text; of one that succeeded. */
  readonly Output?: string;
  readonly Error?: string;
  readonly Cause?: string;
}

interface Manifest {
  readonly ResultFiles: Readonly<Record<'SUCCEEDED' | 'FAILED' | 'PENDING', readonly { readonly Key: string }[]>>;
}

/** The bytes of an object of the bucket with the results, as they come; throws where there is none. */
export type OpenResult = (key: string) => Promise<Readable>;

/**
 * Sums up what the child executions of a Map Run did. One that failed is `broken`: its object was not finished. Of the
 * children, which may be hundreds of thousands, one is in memory at a time.
 */
export async function tallyRun(manifestKey: string, open: OpenResult): Promise<RunBooks> {
  const { ResultFiles } = (await json(await open(manifestKey))) as Manifest;
  const { SUCCEEDED = [], FAILED = [], PENDING = [] } = ResultFiles;
  const sum = new BookSum();
  for (const { Key } of SUCCEEDED) {
    for await (const child of children(await open(Key))) sum.add(JSON.parse(child.Output ?? '') as RunBooks);
  }
  for (const { Key } of [...FAILED, ...PENDING]) {
    for await (const child of children(await open(Key))) sum.add(broken(child));
  }
  return sum.books;
}

async function* children(text: Readable): AsyncGenerator<ChildExecution> {
  for await (const line of readTextLines(text)) if (line !== '') yield JSON.parse(line);
}

function broken({ Input, Error: name = 'not started', Cause = '' }: ChildExecution): RunBooks {
  const { key = '?' } = JSON.parse(Input ?? '{}') as { key?: string };
  return { counts: { objects: 1, broken: 1 }, problems: [{ key, problem: `${name}: ${messageOf(Cause)}` }] };
}

/** "A Lambda's error is the Cause, as JSON text with errorMessage". */
function messageOf(cause: string): string {
  try {
    return (JSON.parse(cause) as { errorMessage?: string }).errorMessage ?? cause;
  } catch {
    // Any other service's cause is plain text.
    return cause;
  }
}
