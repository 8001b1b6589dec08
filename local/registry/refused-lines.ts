import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import type { RecordFault } from '../../lambdas/registry/kind.js';

/** Lines that were not taken, one JSON object a line; nothing of a record is in it but the number of its line. */
export class RefusedLines {
  readonly file: string;
  private descriptor: number | undefined;
  private written = 0;

  constructor(source: string) {
    this.file = `${source}.refused.jsonl`;
    // What an earlier import refused says nothing of this one.
    rmSync(this.file, { force: true });
  }

  get count(): number {
    return this.written;
  }

  add(line: number, { pointer, expected, found }: RecordFault): void {
    // Whoever mends the lines need not be who may read all files here.
    this.descriptor ??= openSync(this.file, 'w', 0o600);
    writeSync(this.descriptor, `${JSON.stringify({ line, pointer, expected, found })}\n`);
    this.written++;
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
  }
}
