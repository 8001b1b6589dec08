import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { follow, type Progress, startAlone } from '../../../../cli/commands/rework/follow.js';

const sfn = mockClient(SFNClient);
const client = new SFNClient({ region: 'local-1' });
const everyMs = 1;

beforeEach(() => sfn.reset());

describe('an execution', () => {
  it('is started where none is running', async () => {
    sfn.on(ListExecutionsCommand).resolves({ executions: [] });
    sfn.on(StartExecutionCommand).resolves({ executionArn: 'execution' });

    const arn = await startAlone(client, 'machine', { stage: 'dedup', dryRun: false });

    expect(arn).toBe('execution');
    expect(sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: 'machine',
      // By which a call that is sent again, since its answer was lost, is the same execution.
      name: expect.stringMatching(/^[\da-f-]{36}$/),
      input: '{"stage":"dedup","dryRun":false}',
    });
  });

  it('is not started beside another one, which is named', async () => {
    sfn.on(ListExecutionsCommand, { stateMachineArn: 'machine', statusFilter: 'RUNNING' }).resolves({
      executions: [
        { executionArn: 'other', stateMachineArn: 'machine', name: 'o', status: 'RUNNING', startDate: new Date() },
      ],
    });

    await expect(startAlone(client, 'machine', {})).rejects.toThrow('one is running already: other.');

    expect(sfn.commandCalls(StartExecutionCommand)).toEqual([]);
  });

  describe('started in the moment in which another one is', () => {
    const at = new Date(1_700_000_000_000);
    const listed = (executionArn: string, startDate: Date) =>
      ({ executionArn, startDate, stateMachineArn: 'machine', name: executionArn, status: 'RUNNING' }) as const;
    const own = listed('own', at);

    /** Nothing runs at the first look, and what is given at the second. */
    const start = (...second: (typeof own)[]) => {
      sfn.on(ListExecutionsCommand).resolvesOnce({ executions: [] }).resolves({ executions: second });
      sfn.on(StartExecutionCommand).resolves({ executionArn: own.executionArn, startDate: at });
      return startAlone(client, 'machine', {});
    };
    const stopped = () => sfn.commandCalls(StopExecutionCommand).map(({ args }) => args[0].input.executionArn);

    it.each([
      ['before it', listed('zz', new Date(at.getTime() - 1))],
      ['at the same time, by its name', listed('aa', at)],
    ])('is stopped where the other one began %s', async (_, other) => {
      await expect(start(own, other)).rejects.toThrow(`one is running already: ${other.executionArn}.`);

      expect(stopped()).toEqual(['own']);
    });

    it.each([
      ['after it', listed('aa', new Date(at.getTime() + 1))],
      ['at the same time, by its name', listed('zz', at)],
    ])('goes on where the other one began %s', async (_, other) => {
      expect(await start(other, own)).toBe('own');
      expect(stopped()).toEqual([]);
    });

    it('is named where it can not be stopped', async () => {
      sfn.on(StopExecutionCommand).rejects(new Error('denied'));

      await expect(start(listed('aa', at))).rejects.toThrow(/^own runs beside an older one, aa, .*: denied\. Stop it/);
    });

    it('is named where nobody can tell whether it is alone', async () => {
      const starting = start();
      sfn.on(ListExecutionsCommand).resolvesOnce({ executions: [] }).rejects(new Error('throttled'));

      await expect(starting).rejects.toThrow(/^own was started, and whether .*: throttled\./);
    });
  });

  it('is looked at until it ends, with how far its map is', async () => {
    const states = ['RUNNING', 'RUNNING', 'RUNNING', 'SUCCEEDED'] as const;
    let look = 0;
    sfn.on(DescribeExecutionCommand).callsFake(() => ({ status: states[look++], output: '{}' }));
    sfn.on(ListMapRunsCommand).callsFake(() => ({ mapRuns: look > 1 ? [{ mapRunArn: 'map' }] : [] }));
    sfn.on(DescribeMapRunCommand).callsFake(() => ({
      itemCounts: { succeeded: look, failed: 1, timedOut: 0, aborted: 0, total: 5, pending: 0, running: 4 - look },
    }));
    const seen: Progress[] = [];

    const ended = await follow(client, 'execution', {
      onProgress: (progress) => void seen.push(progress),
      signal: new AbortController().signal,
      everyMs,
    });

    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '{}' });
    expect(seen).toEqual([2, 3, 4].map((succeeded) => ({ done: succeeded + 1, total: 5 })));
  });

  it('goes on when nobody looks any more', async () => {
    sfn.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });
    sfn.on(ListMapRunsCommand).resolves({ mapRuns: [] });
    const looking = new AbortController();
    const following = follow(client, 'execution', {
      onProgress: () => undefined,
      signal: looking.signal,
      everyMs: 60_000,
    });

    looking.abort();

    expect(await following).toBeUndefined();
  });
});
