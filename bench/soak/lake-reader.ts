import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { lakeFiles } from '../../cli/target/read-lake.js';
import type { RunningInfo } from '../../local/disk/state-folder.js';

/** Told of a line of a file. */
export type OnLine = (line: string, file: string) => void;

/** Reads what comes under a prefix of the lake: each file once, line by line, never a whole one. */
export class LakeReader {
  private readonly read = new Set<string>();

  constructor(
    private readonly info: RunningInfo,
    private readonly prefix: string,
    private readonly onLine: OnLine,
  ) {}

  /** Reads the files that have come since the last call. */
  async readNew(): Promise<void> {
    for (const file of lakeFiles(this.info, this.prefix)) {
      if (this.read.has(file)) continue;
      this.read.add(file);
      await this.readFile(file);
    }
  }

  private async readFile(file: string): Promise<void> {
    const source = createReadStream(file);
    const plain = createGunzip();
    // readline doesn't pass on what goes wrong with its input.
    const failed = new Promise<never>((_, reject) => {
      for (const stream of [source, plain]) stream.on('error', reject);
    });
    const lines = createInterface({ input: source.pipe(plain), crlfDelay: Number.POSITIVE_INFINITY });
    const all = (async () => {
      for await (const line of lines) if (line !== '') this.onLine(line, file);
    })();
    await Promise.race([all, failed]);
  }
}
