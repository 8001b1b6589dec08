import { open } from 'node:fs/promises';
import type { RecordFault } from '../../../lambdas/registry/kind.js';
import { firstBadByte } from '../../../lambdas/shared/http/first-bad-byte.js';
import { looksLike } from '../../../lambdas/shared/http/looks-like.js';
import { fileTrouble } from '../../../local/disk/file-trouble.js';

/** Bytes of a line; a longer one is no record, and must not fill the memory. */
export const maxLineBytes = 64 * 1024;

/** A line that is not blank. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Its text, or why it has none. */
  readonly content: string | RecordFault;
}

const newline = 0x0a;

/**
 * The lines of a file, one at a time, in memory that doesn't grow with it.
 *
 * @throws Error when it can't be read, or is no file of lines: before the first one, so that nothing of it is written
 */
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
  let isFirst = true;
  const finish = (): Line | undefined => {
    number++;
    const content = bytes > maxLineBytes ? tooLong : decode(Buffer.concat(parts));
    [parts, bytes] = [[], 0];
    return content === '' ? undefined : { number, content };
  };
  const add = (part: Buffer) => {
    bytes += part.length;
    if (bytes <= maxLineBytes) parts.push(part);
    else parts = [];
  };
  try {
    for await (const chunk of handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      if (isFirst) checkStart(file, chunk);
      isFirst = false;
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

const tooLong: RecordFault = { pointer: '', expected: `at most ${maxLineBytes} bytes`, found: 'more' };

/** Trimmed of the byte order mark, too, that editors of Windows put before a file: to JSON it is no blank. */
function decode(line: Buffer): string | RecordFault {
  const at = firstBadByte(line);
  if (at === undefined) return line.toString('utf8').trim();
  return { pointer: '', expected: 'UTF-8', found: `a byte that is none, at place ${at} of the line` };
}

/** What files are that hold no record a line although they may hold records; by how they begin. */
const others: readonly { readonly start: RegExp; readonly found: string; readonly mend: string }[] = [
  { start: /^\[/, found: 'a JSON array', mend: "jq -c '.[]'" },
  { start: /^\{\s*$/m, found: 'an object that takes several lines', mend: 'jq -c .' },
];

/** What brings a file of another coding into lines. */
const decoders: Readonly<Record<string, string>> = {
  'UTF-16': '. To bring it into lines of UTF-8: iconv -f UTF-16 -t UTF-8 FILE > FILE.jsonl',
  'gzip data': '. To bring it into lines: gunzip -c FILE > FILE.jsonl',
  'a ZIP file': '. To bring it into lines: unzip -p FILE > FILE.jsonl',
  'Zstandard data': '. To bring it into lines: zstd -dc FILE > FILE.jsonl',
};

/** Bytes of a file that are looked at: enough for what stands before its first record. */
const startBytes = 4_096;

function checkStart(file: string, chunk: Buffer): void {
  const name = looksLike(chunk);
  if (name !== undefined) throw notOfLines(file, `${name}${decoders[name] ?? ''}`);
  const [first = ''] = chunk.toString('utf8', 0, startBytes).trimStart().split('\n');
  const other = others.find(({ start }) => start.test(first));
  if (other) throw notOfLines(file, `${other.found}. To bring it into lines: ${other.mend} FILE > FILE.jsonl`);
}

function notOfLines(file: string, found: string): Error {
  return new Error(`${file}: expected a file with a JSON record a line, found ${found}.`);
}
