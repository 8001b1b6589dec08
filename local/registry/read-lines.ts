import { open } from 'node:fs/promises';
import { fileTrouble } from '../file-trouble.js';

/** Bytes of a line; a longer one is no record, and must not fill the memory. */
export const maxLineBytes = 64 * 1024;

/** A line that is not blank. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** `undefined` for one that is too long. */
  readonly text: string | undefined;
}

const newline = 0x0a;

/** The lines of a file, one at a time, in memory that doesn't grow with it. @throws Error when it can't be read */
export async function* readLines(file: string): AsyncGenerator<Line> {
  const handle = await open(file).catch((error: unknown) => {
    throw notOfLines(file, fileTrouble(error));
  });
  if ((await handle.stat()).isDirectory()) {
    await handle.close();
    throw notOfLines(file, 'a folder');
  }
  let number = 0;
  let parts: Buffer[] = [];
  let bytes = 0;
  const finish = (): Line | undefined => {
    number++;
    // Trimmed of the byte order mark, too, that editors of Windows put before a file: to JSON it is no blank.
    const text = bytes > maxLineBytes ? undefined : Buffer.concat(parts).toString('utf8').trim();
    [parts, bytes] = [[], 0];
    return text === '' ? undefined : { number, text };
  };
  const add = (part: Buffer) => {
    bytes += part.length;
    if (bytes <= maxLineBytes) parts.push(part);
    else parts = [];
  };
  try {
    for await (const chunk of handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      let from = 0;
      for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
        add(chunk.subarray(from, at));
        from = at + 1;
        const line = finish();
        if (line) yield line;
      }
      add(chunk.subarray(from));
    }
    const last = bytes > 0 ? finish() : undefined;
    if (last) yield last;
  } finally {
    await handle.close();
  }
}

function notOfLines(file: string, found: string): Error {
  return new Error(`${file}: expected a file with a JSON record a line, found ${found}.`);
}
