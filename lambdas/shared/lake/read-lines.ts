import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { DependencyError } from '../function/errors.js';

/** An object's bytes are no whole gzip: they break off, or are others. No retry mends that. */
export class BrokenObject extends Error {}

/** Compressed bytes that are inflated at a time: at most 16 MiB of text ("zlib: at most 1032 to 1"). */
const stepBytes = 16 * 1024;

/**
 * The lines of a `.json.gz`, as they are inflated: an object of 128 MiB never stands in memory whole.
 * gzip members may follow each other.
 *
 * @throws DependencyError (while it is read) when the bytes don't come any more; BrokenObject when they are no whole
 * gzip, after the whole lines before that place. Half a line is never given
 */
export async function* readLines(compressed: Readable): AsyncGenerator<string> {
  try {
    yield* linesIn(inflate(compressed));
  } finally {
    // A reader that stops in the middle must not leave a connection open.
    compressed.destroy();
  }
}

/**
 * The lines of an object that is text, as its bytes come: one line at a time stands in memory whole.
 *
 * @throws DependencyError (while it is read) when the bytes don't come any more
 */
export async function* readTextLines(text: Readable): AsyncGenerator<string> {
  try {
    yield* linesIn(stepsOf(text));
  } finally {
    text.destroy();
  }
}

async function* linesIn(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const bytes of chunks) {
    const lines = decoder.write(bytes).split('\n');
    lines[0] = rest + lines[0];
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.end();
  if (rest !== '') yield rest;
}

/** What the bytes inflate to, step by step: a pipeline would drop what its reader has not taken when it fails. */
async function* inflate(compressed: Readable): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  let broken: Error | undefined;
  let inflated: Buffer[] = [];
  gunzip.on('data', (bytes: Buffer) => inflated.push(bytes));
  gunzip.on('error', (error) => {
    broken = error;
  });
  const step = async (act: (done: () => void) => void) => {
    // What fails calls nobody back.
    await new Promise<void>((resolve) => {
      gunzip.once('close', resolve);
      act(() => {
        gunzip.off('close', resolve);
        resolve();
      });
    });
    const taken = Buffer.concat(inflated);
    inflated = [];
    return taken;
  };
  const check = () => {
    if (broken) throw new BrokenObject(broken.message, { cause: broken });
  };
  try {
    for await (const bytes of stepsOf(compressed)) {
      yield await step((done) => gunzip.write(bytes, done));
      check();
    }
    yield await step((done) => gunzip.once('end', done).end());
    check();
  } finally {
    gunzip.destroy();
  }
}

async function* stepsOf(compressed: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of compressed) {
      const bytes = chunk as Buffer;
      for (let from = 0; from < bytes.length; from += stepBytes) yield bytes.subarray(from, from + stepBytes);
    }
  } catch (error) {
    throw new DependencyError(`an object broke off: ${(error as Error).message}`, { cause: error });
  }
}
