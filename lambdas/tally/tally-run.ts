import { addBooks, type RunBooks } from '../shared/run-books.js';

/** A file of a Map Run's results: "SUCCEEDED_n.json, FAILED_n.json: a list of child executions". */
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

/** Reads an object of the bucket with the results; throws where there is none. */
export type ReadResult = (key: string) => Promise<string>;

/** Sums up what the child executions of a Map Run did. One that failed is `broken`: its object was not finished. */
export async function tallyRun(manifestKey: string, read: ReadResult): Promise<RunBooks> {
  const { ResultFiles }: Manifest = JSON.parse(await read(manifestKey));
  const { SUCCEEDED = [], FAILED = [], PENDING = [] } = ResultFiles;
  const books: RunBooks[] = [];
  for (const { Key } of SUCCEEDED) {
    books.push(addBooks(children(await read(Key)).map(({ Output }) => JSON.parse(Output ?? '') as RunBooks)));
  }
  for (const { Key } of [...FAILED, ...PENDING]) books.push(addBooks(children(await read(Key)).map(broken)));
  return addBooks(books);
}

function children(text: string): readonly ChildExecution[] {
  return JSON.parse(text);
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
