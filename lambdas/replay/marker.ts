/**
 * What is remembered of a replay: the lines of an object of the failed book that went into the stream again.
 * One marker an object and reason, so that replays of two reasons never write over each other's.
 */
export class Marker {
  private constructor(private readonly numbers: Set<number>) {}

  /** @throws Error for what is no marker: to go on as if there were none would replay all of it again */
  static read(text: string | undefined): Marker {
    const { lines } = JSON.parse(text ?? '{"lines":[]}') as { lines: readonly (readonly [number, number])[] };
    const marker = new Marker(new Set());
    for (const [from, to] of lines) for (let line = from; line <= to; line++) marker.numbers.add(line);
    return marker;
  }

  has(line: number): boolean {
    return this.numbers.has(line);
  }

  add(line: number): void {
    this.numbers.add(line);
  }

  /** `{"lines": [[first, last], …]}`, counted from 1; each line stands for one event. */
  print(): string {
    const ranges: [number, number][] = [];
    for (const line of [...this.numbers].sort((a, b) => a - b)) {
      const last = ranges.at(-1);
      if (last?.[1] === line - 1) last[1] = line;
      else ranges.push([line, line]);
    }
    return JSON.stringify({ lines: ranges });
  }
}

/** Where the marker of an object of the failed book lies. */
export function markerKey(key: string, reason: string): string {
  return `replayed/${reason}/${key}.json`;
}
