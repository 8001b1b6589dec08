import { Readable } from 'node:stream';
import fc from 'fast-check';
import { readResult } from '../../../../lambdas/shared/lake/read-result.js';

const collect = async (file: Readable) => {
  const records: object[] = [];
  for await (const record of readResult(file)) records.push(record);
  return records;
};
const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;

describe('a result of Athena', () => {
  it('is records by column, with NULL as the empty text', async () => {
    const file = Readable.from(['"eid","env"\n"LOG",\n', '"A""B","x,\ny"\n']);

    expect(await collect(file)).toEqual([
      { eid: 'LOG', env: '' },
      { eid: 'A"B', env: 'x,\ny' },
    ]);
  });

  it('without rows is a line of names', async () => {
    expect(await collect(Readable.from(['"line"\n']))).toEqual([]);
  });

  it('has lines as they were, wherever the file is cut', async () => {
    const anyLines = fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(anyLines, fc.integer({ min: 1, max: 40 }), async (texts, size) => {
        const lines = texts.map((text) => text.toWellFormed());
        const bytes = Buffer.from(['line', ...lines].map((line) => `${quoted(line)}\n`).join(''));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          bytes.subarray(at * size, (at + 1) * size),
        );

        expect(await collect(Readable.from(chunks))).toEqual(lines.map((line) => ({ line })));
      }),
    );
  });

  it('that breaks off is an error, not an end', async () => {
    const file = Readable.from(
      (async function* () {
        yield '"line"\n"a"\n';
        throw new Error('connection lost');
      })(),
    );

    await expect(collect(file)).rejects.toThrow('connection lost');
    await expect(collect(Readable.from(['"line"\n"a']))).rejects.toThrow();
  });
});
