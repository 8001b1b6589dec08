import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const chunkBytes = 1024 * 1024;
const lineEnd = 0x0a;

/** A line of a file, and where the next one begins. */
export interface FileLine {
  readonly text: string;
  readonly next: number;
}

/**
 * The whole lines of a file from a position on, one at a time: a log may be larger than memory. What comes after the last
 * line end is being written, and left for later.
 */
export function* readLines(file: string, from = 0): Generator<FileLine> {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    let rest = Buffer.alloc(0);
    for (let position = from; position < size; ) {
      const chunk = Buffer.alloc(Math.min(chunkBytes, size - position));
      const read = readSync(descriptor, chunk, 0, chunk.length, position);
      if (read === 0) return;
      const data = Buffer.concat([rest, chunk.subarray(0, read)]);
      const begin = position - rest.length;
      let start = 0;
      for (let end = data.indexOf(lineEnd); end >= 0; end = data.indexOf(lineEnd, start)) {
        yield { text: data.toString('utf8', start, end), next: begin + end + 1 };
        start = end + 1;
      }
      rest = data.subarray(start);
      position += read;
    }
  } finally {
    closeSync(descriptor);
  }
}
