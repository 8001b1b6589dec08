import { tallyRun } from '../../../lambdas/tally/tally-run.js';

const child = (Output: object) => ({ Status: 'SUCCEEDED', Output: JSON.stringify(Output) });
const read = (files: Readonly<Record<string, unknown>>) => async (key: string) => {
  if (!(key in files)) throw new Error(`no ${key}`);
  return JSON.stringify(files[key]);
};
const manifest = (files: object) => ({ DestinationBucket: 'lake', MapRunArn: 'arn', ResultFiles: files });

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

  it('fails where results are missing: its books would be wrong', async () => {
    const files = { m: manifest({ SUCCEEDED: [{ Key: 's0' }] }) };

    await expect(tallyRun('m', read(files))).rejects.toThrow('no s0');
  });
});
