import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import type { RecordFault } from '../../../lambdas/registry/kind.js';

/** Whoever mends the lines need not be who may read all files here. */
const mode = 0o600;

/** Lines that were not taken, one JSON object a line; nothing of a record is in it but the number of its line. */
export class RefusedLines {
  readonly file: string;
  private descriptor: number | undefined;
  private written = 0;

  /** @param from the first line of this import: what an earlier one refused before it stands */
  constructor(source: string, from = 1) {
    this.file = `${source}.refused.jsonl`;
    const kept = linesBefore(from, this.file);
    // What an earlier import refused says nothing of these lines.
    rmSync(this.file, { force: true });
    if (kept.length > 0) writeFileSync(this.file, kept.join(''), { mode });
  }

  get count(): number {
    return this.written;
  }

  add(line: number, { pointer, expected, found }: RecordFault): void {
    this.descriptor ??= openSync(this.file, 'a', mode);
    writeSync(this.descriptor, `${JSON.stringify({ line, pointer, expected, found })}\n`);
    this.written++;
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
  }
}

function linesBefore(from: number, file: string): string[] {
  if (from <= 1 || !existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.filter((line) => Number(JSON.parse(line).line) < from).map((line) => `${line}\n`);
}
