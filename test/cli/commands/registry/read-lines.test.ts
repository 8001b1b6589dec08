import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type Line, maxLineBytes, readLines } from '../../../../cli/commands/registry/read-lines.js';
import { useTempFolder } from '../../../support/temp-folder.js';

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
      { number: 1, content: 'a' },
      { number: 4, content: 'b' },
    ]);
  });

  it('come whole, wherever a read of the file ends', async () => {
    const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 20_000 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(texts, async (list) => {
        const wanted = list.map((text) => `|${text.replaceAll('\n', '')}|`);

        const lines = await linesOf(wanted.join('\n'));

        expect(lines.map(({ content }) => content)).toEqual(wanted.map((text) => Buffer.from(text).toString()));
      }),
      { numRuns: 30 },
    );
  });

  it('that are too long have no text, and the next one has its own', async () => {
    const lines = await linesOf(
      `${'x'.repeat(maxLineBytes)}\n${'x'.repeat(maxLineBytes + 1)}\n${'x'.repeat(500_000)}\nlast`,
    );

    const tooLong = { pointer: '', expected: `at most ${maxLineBytes} bytes`, found: 'more' };
    expect(lines).toEqual([
      { number: 1, content: 'x'.repeat(maxLineBytes) },
      { number: 2, content: tooLong },
      { number: 3, content: tooLong },
      { number: 4, content: 'last' },
    ]);
  });

  it('that are not UTF-8 have no text, and say which byte is the first', async () => {
    expect(await linesOf(Buffer.from('{"n":"é"}\n{"n":"plain"}\n', 'latin1'))).toEqual([
      {
        number: 1,
        content: { pointer: '', expected: 'UTF-8', found: 'a byte that is none, at place 7 of the line' },
      },
      { number: 2, content: '{"n":"plain"}' },
    ]);
  });

  it.each<[string, string | Buffer, string]>([
    [
      'a JSON array',
      '\ufeff \n[\n{"id":"a"},\n{"id":"b"}\n]\n',
      "found a JSON array. To bring it into lines: jq -c '.[]' FILE",
    ],
    ['a JSON array in one line', '[{"id":"a"},{"id":"b"}]', 'found a JSON array.'],
    [
      'an object in many lines',
      '{\r\n  "id": "a"\r\n}',
      'found an object that takes several lines. To bring it into lines: jq -c .',
    ],
    ['gzip', gzipSync('{"id":"a"}'), 'found gzip data. To bring it into lines: gunzip -c FILE > FILE.jsonl.'],
    [
      'UTF-16',
      Buffer.from('\ufeff{"id":"a"}', 'utf16le'),
      'found UTF-16. To bring it into lines of UTF-8: iconv -f UTF-16 -t UTF-8 FILE > FILE.jsonl.',
    ],
  ])('of %s are refused as a whole, before the first one', async (_, content, found) => {
    await expect(linesOf(content)).rejects.toThrow(`expected a file with a JSON record a line, ${found}`);
  });

  it('of an empty file are none', async () => {
    expect(await linesOf('')).toEqual([]);
  });
});
