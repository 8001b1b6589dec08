import { pipeline, type Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { DependencyError } from '../shared/errors.js';

/**
 * The lines of a `.json.gz`, as they are inflated: an object of 128 MiB never stands in memory whole.
 * gzip members may follow each other.
 *
 * @throws DependencyError (while it is read) when the bytes don't come any more, Error when they are no gzip
 */
export async function* readLines(compressed: Readable): AsyncGenerator<string> {
  // What goes wrong with either is thrown where the lines are read; the callback has nothing to add.
  const gunzip = pipeline(compressed, createGunzip(), () => undefined);
  let brokenOff: Error | undefined;
  compressed.once('error', (error) => {
    if (!gunzip.errored) brokenOff = error;
  });
  const decoder = new StringDecoder('utf8');
  let rest = '';
  try {
    for await (const chunk of gunzip) {
      const lines = decoder.write(chunk as Buffer).split('\n');
      lines[0] = rest + lines[0];
      rest = lines.pop() ?? '';
      yield* lines;
    }
    rest += decoder.end();
    if (rest !== '') yield rest;
  } catch (error) {
    if (brokenOff)
      throw new DependencyError(`an object of the failed book broke off: ${brokenOff.message}`, { cause: error });
    throw error;
  } finally {
    // A reader that stops in the middle must not leave a connection open.
    compressed.destroy();
  }
}
