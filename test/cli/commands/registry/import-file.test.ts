import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importFile } from '../../../../cli/commands/registry/import-file.js';
import type { Registry } from '../../../../cli/commands/registry/open-registry.js';
import { type Options, readOptions } from '../../../../cli/commands/registry/options.js';
import { useTempFolder } from '../../../support/temp-folder.js';

const folder = useTempFolder();

interface Sent {
  readonly id: string;
  readonly name?: string;
}

/** A registry that takes records as they come, or fails at some of them. */
function aRegistry({
  refuses = () => false,
  breaks = () => false,
}: Partial<Record<string, (sent: Sent) => boolean>> = {}) {
  const posted: Sent[][] = [];
  const settings: unknown[] = [];
  const registry: Registry = {
    call: () => Promise.reject(new Error('a single record was sent')),
    async post(_, body, given) {
      const { records } = JSON.parse(body) as { records: Sent[] };
      if (records.some(breaks)) throw new Error('registry: down.');
      posted.push(records);
      settings.push(given);
      const failures = records.flatMap((record, index) =>
        refuses(record) ? [{ index, id: record.id, err: 'ERASED', message: 'gone' }] : [],
      );
      return { status: 200, err: undefined, errmsg: undefined, result: { failures } };
    },
  };
  return { registry, posted, settings };
}

function anImport(lines: readonly unknown[], ...args: string[]): Options {
  const file = join(folder(), 'contents.jsonl');
  writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
  return readOptions(['import', file, '--kind', 'content', ...args]);
}
const some = (count: number, name = '') => Array.from({ length: count }, (_, n) => ({ id: `do_${n + 1}`, name }));

beforeEach(() => {
  jest.spyOn(console, 'log').mockReturnValue(undefined);
});
afterEach(() => jest.restoreAllMocks());

describe('an import', () => {
  it('sends a hundred records a call, and fewer where they are large', async () => {
    const [small, large] = [aRegistry(), aRegistry()];

    await importFile(anImport(some(250)), small.registry);
    // 64 KiB a line at most, 1 MiB a call.
    await importFile(
      anImport(some(40).map(({ id }) => ({ id, keywords: Array(100).fill('x'.repeat(500)) }))),
      large.registry,
    );

    expect(small.posted.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(large.posted.map(({ length }) => length)).toEqual([20, 20]);
  });

  it('tells what the registry refused by its line, and revives nobody unless it is told to', async () => {
    const { registry, settings } = aRegistry({ refuses: ({ id }) => id === 'do_150' });
    const options = anImport([{ id: 'bad id' }, ...some(200)]);

    const code = await importFile(options, registry);
    const report = readFileSync(`${options.file}.refused.jsonl`, 'utf8');
    await importFile(anImport(some(1), '--revive'), registry);

    expect([
      code,
      report
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ]).toEqual([
      2,
      [
        { line: 1, pointer: '/id', expected: expect.any(String), found: '" " as character 4' },
        { line: 151, pointer: '/id', expected: expect.stringContaining('--revive'), found: 'ERASED' },
      ],
    ]);
    expect(settings).toEqual([{ revives: false }, { revives: false }, { revives: true }]);
  });

  it('writes nothing of a line that is not UTF-8, and all of the others', async () => {
    const { registry, posted } = aRegistry();
    const options = anImport([]);
    writeFileSync(options.file, Buffer.from('{"id":"do_1","name":"José"}\n{"id":"do_2","name":"plain"}\n', 'latin1'));

    const code = await importFile(options, registry);

    expect([code, posted]).toEqual([2, [[{ id: 'do_2', name: 'plain' }]]]);
    expect(JSON.parse(readFileSync(`${options.file}.refused.jsonl`, 'utf8'))).toEqual({
      line: 1,
      pointer: '',
      expected: 'UTF-8',
      found: 'a byte that is none, at place 25 of the line',
    });
  });

  it('of a JSON array writes nothing at all, and says what to do', async () => {
    const { registry, posted } = aRegistry();
    const options = anImport([]);
    writeFileSync(options.file, '[\n{"id":"do_1"},\n{"id":"do_2"}\n]\n');

    await expect(importFile(options, registry)).rejects.toThrow(/found a JSON array\. To bring it into lines: jq /);

    expect(posted).toEqual([]);
  });

  it('that breaks off says where to go on, and going on writes all the rest', async () => {
    const lines = some(950);
    const broken = aRegistry({ breaks: ({ id }) => id === 'do_333' });

    const error = await importFile(anImport(lines), broken.registry).catch((caught: Error) => caught);

    const [, from = ''] =
      /^registry: down\. To go on: --from (\d+); all lines before it are done\.$/.exec(
        String((error as Error).message),
      ) ?? [];
    expect(from).toBe('301');
    const { registry, posted } = aRegistry();
    await importFile(anImport(lines, '--from', from), registry);
    const written = new Set([...broken.posted, ...posted].flat().map(({ id }) => id));
    expect(written.size).toBe(950);
    expect(posted.flat()).toHaveLength(650);
  });

  it('sends the lines of one id one after the other, however far apart they are', async () => {
    const lines = [...some(300), { id: 'do_1', name: 'last' }];
    const { registry, posted } = aRegistry();

    await importFile(anImport(lines), registry);

    expect(
      posted
        .flat()
        .filter(({ id }) => id === 'do_1')
        .at(-1)?.name,
    ).toBe('last');
  });
});

describe('the line to go on from', () => {
  it.each(['0', '1.5', 'x', ''])('is no %j', (from) => {
    expect(() => readOptions(['import', 'f', '--kind', 'bot', '--from', from])).toThrow(
      '--from: expected the number of a line',
    );
  });
});
