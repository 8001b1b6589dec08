import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readLines } from '../../../../lambdas/shared/lake/read-lines.js';
import { anyText } from '../../../factories/texts.js';

async function collect(lines: AsyncIterable<string>): Promise<string[]> {
  const collected: string[] = [];
  for await (const line of lines) collected.push(line);
  return collected;
}

describe('readLines', () => {
  it('gives the lines back, wherever the bytes are cut and however many members there are', async () => {
    const anyLines = fc.array(
      anyText.map((text) => text.toWellFormed().replaceAll('\n', ' ')),
      { minLength: 1 },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anyLines, { minLength: 1 }), fc.integer({ min: 1, max: 50 }), async (members, size) => {
        const bytes = Buffer.concat(members.map((lines) => gzipSync(lines.map((line) => `${line}\n`).join(''))));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );

        const lines = await collect(readLines(Readable.from(chunks)));

        expect(lines).toEqual(members.flat());
      }),
      { numRuns: 50 },
    );
  });

  it('fails when the bytes break off, or their source does', async () => {
    const bytes = gzipSync('a\nb\n');
    const broken = new Readable({ read: () => undefined });
    broken.push(bytes.subarray(0, 5));
    const read = collect(readLines(broken));
    broken.destroy(new Error('connection lost'));

    await expect(read).rejects.toThrow('connection lost');
    await expect(collect(readLines(Readable.from([bytes.subarray(0, 12)])))).rejects.toThrow(/end of file/);
  });

  it('closes its source when the reader stops in the middle', async () => {
    const source = Readable.from([gzipSync('a\nb\nc\n')]);

    for await (const _ of readLines(source)) break;

    expect(source.destroyed).toBe(true);
  });
});
