import fc from 'fast-check';
import { inChunks } from '../../../../cli/commands/registry/in-chunks.js';

async function chunksOf(sizes: readonly number[], limits: { entries: number; bytes: number }) {
  const values = async function* () {
    yield* sizes;
  };
  const chunks: (readonly number[])[] = [];
  for await (const chunk of inChunks(values(), limits, (size) => size)) chunks.push(chunk);
  return chunks;
}
const bytesOf = (chunk: readonly number[]) => chunk.reduce((sum, size) => sum + size, 0);

describe('values in chunks', () => {
  it('are all there in their order, as many together as fit and no fewer', async () => {
    const limits = fc.record({ entries: fc.integer({ min: 1, max: 5 }), bytes: fc.integer({ min: 1, max: 20 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 25 })), limits, async (sizes, { entries, bytes }) => {
        const chunks = await chunksOf(sizes, { entries, bytes });

        expect(chunks.flat()).toEqual(sizes);
        for (const [at, chunk] of chunks.entries()) {
          expect(chunk.length).toBeLessThanOrEqual(entries);
          expect(chunk.length === 1 || bytesOf(chunk) <= bytes).toBe(true);
          const [next] = chunks[at + 1] ?? [];
          if (next !== undefined) expect(chunk.length === entries || bytesOf(chunk) + next > bytes).toBe(true);
        }
      }),
    );
  });
});
