import type { JobView } from './job-view.js';

export interface Progress {
  update(status: JobView['status'], elapsedMs: number): void;
  end(): void;
}

/** `PROCESSING, 12 s`: one line that is written over on a terminal, and a line a change of status elsewhere. */
export function makeProgress(out: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr): Progress {
  let last = '';
  return {
    update(status, elapsedMs) {
      const line = `${status}, ${Math.floor(elapsedMs / 1_000)} s`;
      if (!out.isTTY && last.startsWith(status)) return;
      last = line;
      out.write(out.isTTY ? `\r${line}\u001b[K` : `${line}\n`);
    },
    end() {
      if (out.isTTY && last !== '') out.write('\n');
    },
  };
}
