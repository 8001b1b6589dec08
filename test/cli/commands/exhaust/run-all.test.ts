import { readRunAllOptions, report } from '../../../../cli/commands/exhaust/run-all.js';

const arn = (resource: string) => `arn:aws:states:ap-south-1:123456789012:${resource}`;

describe('running all that waits', () => {
  it.each(['stateMachine:ExhaustRunsStateMachine1A2B3C4D-x1', 'stateMachine:exhaust-runs-state-machine'])(
    'takes the state machine %s',
    (resource) => {
      expect(readRunAllOptions(['--state-machine', arn(resource)]).stateMachine).toBe(arn(resource));
    },
  );

  it.each([
    ['--state-machine', arn('stateMachine:RedriveStateMachine1A-x')],
    ['--execution', arn('execution:SessionsStateMachine1A-x:e')],
    ['--state-machine', 'exhaust'],
    ['--state-machine', 'a:b:c:d:e:f:exhaust-runs'],
    ['--execution', arn('stateMachine:ExhaustRunsStateMachine1A2B3C4D-x1')],
  ])('refuses %s %s, which is another one', (option, value) => {
    expect(() => readRunAllOptions([option, value])).toThrow(
      `${option}: expected an ARN of the state machine that runs`,
    );
  });

  it('knows no channel: it is for all of them', () => {
    expect(() => readRunAllOptions(['--channel', 'ORG_001'])).toThrow(/--channel/);
  });

  it.each([
    ['[{},{}]', "2 jobs run; each one's status says how it ended."],
    ['[{}]', "1 job run; each one's status says how it ended."],
    ['[]', 'nothing waits to be run.'],
  ])('says of %s: %s', (output, line) => {
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(
      report({
        executionArn: '',
        stateMachineArn: '',
        startDate: undefined,
        status: 'SUCCEEDED',
        output,
      }),
    ).toBe(0);
    expect(log.mock.calls).toEqual([[line]]);
    log.mockRestore();
  });
});
