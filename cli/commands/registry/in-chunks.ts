export interface ChunkLimits {
  readonly entries: number;
  readonly bytes: number;
}

/** Values together, as many as fit; one that is too large by itself comes alone. */
export async function* inChunks<T>(
  values: AsyncIterable<T>,
  limits: ChunkLimits,
  bytesOf: (value: T) => number,
): AsyncGenerator<readonly T[]> {
  let chunk: T[] = [];
  let bytes = 0;
  for await (const value of values) {
    const more = bytesOf(value);
    if (chunk.length > 0 && (chunk.length >= limits.entries || bytes + more > limits.bytes)) {
      yield chunk;
      [chunk, bytes] = [[], 0];
    }
    chunk.push(value);
    bytes += more;
  }
  if (chunk.length > 0) yield chunk;
}
