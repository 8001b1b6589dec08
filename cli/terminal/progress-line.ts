export interface ProgressLine {
  /** @param elapsedMs shown on a terminal alone, where it tells that something goes on */
  update(text: string, elapsedMs?: number): void;
  end(): void;
}

/** How far something is: one line that is written over on a terminal, and a line a change elsewhere. */
export function progressLine(out: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr): ProgressLine {
  let last = '';
  return {
    update(text, elapsedMs) {
      const line = out.isTTY && elapsedMs !== undefined ? `${text}, ${Math.floor(elapsedMs / 1_000)} s` : text;
      if (line === last) return;
      last = line;
      out.write(out.isTTY ? `\r${line}\u001b[K` : `${line}\n`);
    },
    end() {
      if (out.isTTY && last !== '') out.write('\n');
    },
  };
}
