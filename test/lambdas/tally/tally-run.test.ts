import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { tallyRun } from '../../../lambdas/tally/tally-run.js';
import { projectRoot } from '../../../lib/project-root.js';

const child = (Output: object) => ({ Status: 'SUCCEEDED', Output: JSON.stringify(Output) });
/** Objects: a list is one of lines. */
const read = (files: Readonly<Record<string, unknown>>) => async (key: string) => {
  if (!(key in files)) throw new Error(`no ${key}`);
  const held = files[key];
  const text = Array.isArray(held) ? held.map((line) => `${JSON.stringify(line)}\n`).join('') : JSON.stringify(held);
  return Readable.from(Buffer.from(text));
};
const manifest = (files: object) => ({ DestinationBucket: 'lake', MapRunArn: 'arn', ResultFiles: files });

/** A run of 200,000 children, 240 MB of results, which are made while they are read. */
const many = `
  import { Readable } from 'node:stream';
  import { setImmediate as turn } from 'node:timers/promises';
  const { tallyRun } = await import(process.env.TALLY);
  const Input = JSON.stringify({ key: 'k'.repeat(900) });
  const books = { counts: { objects: 1, through: 3 }, problems: [] };
  const lines = Buffer.from((JSON.stringify({ Input, Output: JSON.stringify(books) }) + '\\n').repeat(100));
  async function* chunks() {
    for (let chunk = 0; chunk < 2000; chunk++) {
      // As bytes from a socket do, each comes in a turn of its own.
      await turn();
      yield lines;
    }
  }
  const manifest = JSON.stringify({ ResultFiles: { SUCCEEDED: [{ Key: 's0' }], FAILED: [], PENDING: [] } });
  const open = async (key) => Readable.from(key === 'm' ? [Buffer.from(manifest)] : chunks());
  process.stdout.write(JSON.stringify(await tallyRun('m', open)));
`;

describe('the tally of a run', () => {
  it('is the sum of what its children did, over all files', async () => {
    const files = {
      m: manifest({ SUCCEEDED: [{ Key: 's0' }, { Key: 's1' }], FAILED: [], PENDING: [] }),
      s0: [
        child({ counts: { objects: 1, left: 2 }, problems: [{ key: 'a', problem: 'p' }] }),
        child({ counts: {}, problems: [] }),
      ],
      s1: [child({ counts: { objects: 1, through: 3 }, problems: [] })],
    };

    expect(await tallyRun('m', read(files))).toEqual({
      counts: { objects: 2, left: 2, through: 3 },
      problems: [{ key: 'a', problem: 'p' }],
    });
  });

  it('names the objects that were not finished, with the cause', async () => {
    const Input = JSON.stringify({ key: 'a', stage: 'dedup' });
    const files = {
      m: manifest({ SUCCEEDED: [], FAILED: [{ Key: 'f0' }], PENDING: [{ Key: 'p0' }] }),
      f0: [{ Input, Error: 'DependencyError', Cause: JSON.stringify({ errorMessage: 'Kinesis: down' }) }],
      p0: [{ Input }],
    };

    expect(await tallyRun('m', read(files))).toEqual({
      counts: { objects: 2, broken: 2 },
      problems: [
        { key: 'a', problem: 'DependencyError: Kinesis: down' },
        { key: 'a', problem: 'not started: ' },
      ],
    });
  });

  it('is nothing for a run without objects', async () => {
    const files = { m: manifest({ SUCCEEDED: [], FAILED: [], PENDING: [] }) };

    expect(await tallyRun('m', read(files))).toEqual({ counts: {}, problems: [] });
  });

  it('stays within the output of an execution, however much is left', async () => {
    const problems = Array.from({ length: 5 }, () => ({ key: 'k'.repeat(1_024), problem: 'p'.repeat(10_000) }));
    const files = {
      m: manifest({ SUCCEEDED: [{ Key: 's0' }] }),
      s0: Array.from({ length: 400 }, () => child({ counts: { left: 1 }, problems })),
    };

    const books = await tallyRun('m', read(files));

    expect(books.counts).toEqual({ left: 400 });
    expect(JSON.stringify(books).length).toBeLessThan(256 * 1_024);
  });

  it('takes memory for one child, of 200,000', () => {
    const printed = execFileSync(process.execPath, ['--max-old-space-size=32', '--input-type=module', '-e', many], {
      encoding: 'utf8',
      env: { ...process.env, TALLY: join(projectRoot, 'dist/lambdas/tally/tally-run.js') },
    });

    expect(JSON.parse(printed)).toEqual({ counts: { objects: 200_000, through: 600_000 }, problems: [] });
  }, 60_000);

  it('fails where results break off: its books would be wrong', async () => {
    const manifestOf = read({ m: manifest({ SUCCEEDED: [{ Key: 's0' }] }) });
    const breaking = async function* () {
      yield Buffer.from(`${JSON.stringify(child({ counts: { left: 1 }, problems: [] }))}\n{"Out`);
      throw new Error('aborted');
    };

    const tallied = tallyRun('m', async (key) => (key === 'm' ? manifestOf(key) : Readable.from(breaking())));

    await expect(tallied).rejects.toThrow(DependencyError);
  });

  it('fails where results are missing: its books would be wrong', async () => {
    const files = { m: manifest({ SUCCEEDED: [{ Key: 's0' }] }) };

    await expect(tallyRun('m', read(files))).rejects.toThrow('no s0');
  });
});
