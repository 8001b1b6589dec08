import { report } from '../../../../cli/commands/rework/command.js';
import { kinds } from '../../../../cli/commands/rework/kinds.js';
import { printRunBooks } from '../../../../cli/commands/rework/print-books.js';

const problems = [{ key: 'aws/lambda/a/b', problem: 'the stage failed: Error: broken' }];

describe('the books of a run', () => {
  it('have a line a count that there is, and what was left', () => {
    const counts = {
      objects: 2,
      frames: 9,
      through: 8,
      left: 1,
      passedOver: 0,
      received: 4,
      forwarded: 3,
      duplicate: 1,
    };

    expect(
      printRunBooks(kinds.redrive, { stage: 'dedup', since: '2026-11-20T00:00:00.000Z' }, { counts, problems }),
    ).toBe(`redrive of dedup since 2026-11-20T00:00:00.000Z

  objects           2
  frames            9
  through           8
  done before       0
  left              1
  events received   4
  forwarded         3
  duplicate         1

  aws/lambda/a/b
    the stage failed: Error: broken
`);
  });

  it('name the reasons for which events fail still', () => {
    const counts = {
      objects: 1,
      read: 3,
      replayed: 0,
      stillFailing: 3,
      'stillFailing.schema': 2,
      'stillFailing.late': 1,
    };

    const text = printRunBooks(kinds.replay, { reason: 'schema', dryRun: true }, { counts, problems: [] });

    expect(text).toContain('replay of schema (dry run: this is what there is; nothing was changed)\n');
    expect(text).toContain('  failing still     3 (schema 2, late 1)\n');
  });

  it('say once what is wrong with many, and how many more there are', () => {
    const same = Array.from({ length: 3 }, (_, index) => ({
      key: `a/${index}`,
      problem: `line ${index + 1}: too old`,
    }));
    const others = Array.from({ length: 12 }, (_, index) => ({ key: `b/${index}`, problem: `odd ${index}` }));
    const print = (some: typeof same) =>
      printRunBooks(kinds.replay, { reason: 'schema' }, { counts: { read: 99, left: 99 }, problems: some });

    const [few, many] = [
      print([...same, ...others]),
      print(
        Array.from({ length: 50 }, () => same)
          .flat()
          .slice(0, 50),
      ),
    ];

    expect(few).toContain('\n\n  a/0 and 2 more\n    3 times: too old\n  b/0\n    odd 0\n');
    expect(few).toMatch(/ {2}b\/8\n {4}odd 8\n {2}and 3 more\n$/);
    expect(many).toMatch(
      / {2}a\/0 and 49 more\n {4}50 times: too old\n {2}Of the problems only the first 50 are kept\.\n$/,
    );
  });

  it('say it plainly when there is nothing to do', () => {
    const nothing = { counts: {}, problems: [] };

    const looked = { counts: { objects: 3, replayed: 0 }, problems: [] };
    expect(printRunBooks(kinds.replay, { reason: 'late' }, looked)).toBe('no event failed for late: nothing to do.\n');
    expect(printRunBooks(kinds.replay, { reason: 'late' }, { counts: { broken: 1 }, problems: [] })).toContain(
      'not finished',
    );
    expect(printRunBooks(kinds.redrive, { stage: 'dedup' }, nothing)).toBe(
      'nothing of dedup is undelivered: nothing to do.\n',
    );
    expect(printRunBooks(kinds.replay, { reason: 'late', since: '2026-11-20T00:00:00.000Z' }, nothing)).toBe(
      'no event failed for late since 2026-11-20T00:00:00.000Z: nothing to do.\n',
    );
  });
});

describe('the exit code', () => {
  const execution = { executionArn: 'execution', stateMachineArn: 'machine', startDate: new Date(0) };
  const ended = (counts: object) => ({
    ...execution,
    status: 'SUCCEEDED' as const,
    input: '{}',
    output: JSON.stringify({ counts, problems: [] }),
  });

  beforeEach(() => {
    jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    jest.spyOn(console, 'error').mockImplementation();
  });
  afterEach(() => jest.restoreAllMocks());

  it.each([
    [{ objects: 1, through: 3, left: 0 }, 0],
    [{ objects: 1, stillFailing: 3 }, 0],
    [{}, 0],
    [{ objects: 1, left: 1 }, 1],
    [{ objects: 1, unreadable: 1 }, 1],
    [{ objects: 1, broken: 1 }, 1],
  ])('of %j is %d', (counts, code) => {
    expect(report(kinds.redrive, ended(counts))).toBe(code);
  });

  it('of an execution that failed is 1, and the cause is told', () => {
    const code = report(kinds.redrive, {
      ...execution,
      status: 'FAILED',
      error: 'Refused',
      cause: 'stage: expected …',
    });

    expect(code).toBe(1);
    expect(console.error).toHaveBeenCalledWith('redrive: FAILED: Refused: stage: expected …');
  });
});
