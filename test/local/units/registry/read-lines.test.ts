import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Line, maxLineBytes, readLines } from '../../../../local/registry/read-lines.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

async function linesOf(content: string | Buffer): Promise<Line[]> {
  const file = join(folder(), 'lines');
  writeFileSync(file, content);
  const lines: Line[] = [];
  for await (const line of readLines(file)) lines.push(line);
  return lines;
}

describe('the lines of a file', () => {
  it('are numbered as an editor numbers them, without those that are blank', async () => {
    expect(await linesOf('a\n\n  \r\nb\n')).toEqual([
      { number: 1, text: 'a' },
      { number: 4, text: 'b' },
    ]);
  });

  it('come whole, wherever a read of the file ends', async () => {
    const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 20_000 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(texts, async (list) => {
        const wanted = list.map((text) => `|${text.replaceAll('\n', '')}|`);

        const lines = await linesOf(wanted.join('\n'));

        expect(lines.map(({ text }) => text)).toEqual(wanted.map((text) => Buffer.from(text).toString()));
      }),
      { numRuns: 30 },
    );
  });

  it('that are too long have no text, and the next one has its own', async () => {
    const lines = await linesOf(
      `${'x'.repeat(maxLineBytes)}\n${'x'.repeat(maxLineBytes + 1)}\n${'x'.repeat(500_000)}\nlast`,
    );

    expect(lines.map(({ number, text }) => [number, text?.length])).toEqual([
      [1, maxLineBytes],
      [2, undefined],
      [3, undefined],
      [4, 4],
    ]);
  });

  it('of an empty file are none', async () => {
    expect(await linesOf('')).toEqual([]);
  });
});
