import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { runStarter } from '../../../../lambdas/exhaust-api/aws/start-runs.js';
import { DependencyError } from '../../../../lambdas/shared/function/errors.js';
import { aJob, aRequestId, submission } from '../../../factories/jobs.js';

const client = new SFNClient({ region: 'ap-south-1' });
const states = mockClient(client);
const minute = 60_000;

const startAt = (now: number, ...jobs: Parameters<ReturnType<typeof runStarter>>[0]) =>
  runStarter(client, 'arn:machine', () => now)(jobs);
const sent = () => states.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input);

beforeEach(() => {
  states.reset();
  states.on(StartExecutionCommand).resolves({ executionArn: 'arn:execution' });
});

describe('starting the state machine', () => {
  it('hands over the ids of the jobs, under a name that Step Functions takes', async () => {
    await startAt(submission, aJob(), aJob({ requestId: 'B' }));

    expect(sent()).toEqual([
      {
        stateMachineArn: 'arn:machine',
        name: expect.stringMatching(/^[\w-]{1,80}$/),
        input: JSON.stringify({ requestIds: [aRequestId, 'B'] }),
      },
    ]);
  });

  it('twice in a minute has one name, and another one a minute later or for another try', async () => {
    const at = Math.floor(submission / minute) * minute;

    await startAt(at, aJob());
    await startAt(at + minute - 1, aJob());
    await startAt(at + minute, aJob());
    await startAt(at, aJob({ attempts: 1 }));

    const [first, again, ...others] = sent().map(({ name }) => name);
    expect(again).toBe(first);
    expect(new Set([first, ...others]).size).toBe(3);
  });

  it('that has been done already is no error', async () => {
    states.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: 'exists', $metadata: {} }));

    await expect(startAt(submission, aJob())).resolves.toBeUndefined();
  });

  it('that can not be done is a broken dependency', async () => {
    states.on(StartExecutionCommand).rejects(new Error('down'));

    await expect(startAt(submission, aJob())).rejects.toThrow(DependencyError);
  });

  it('takes a thousand jobs at a time, which its input has room for', async () => {
    const jobs = Array.from({ length: 1_001 }, (_, at) => aJob({ requestId: `${at}`.padStart(32, '0') }));

    await startAt(submission, ...jobs);

    expect(sent().map(({ input = '' }) => JSON.parse(input).requestIds.length)).toEqual([1_000, 1]);
    for (const { input = '' } of sent()) expect(input.length).toBeLessThan(262_144);
  });
});
