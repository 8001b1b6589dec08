import { help, readOptions } from '../../../../cli/commands/sessions/read-options.js';

const arn = (resource: string) => `arn:aws:states:ap-south-1:111122223333:${resource}`;

describe('the options of npm run sessions', () => {
  it('are none, for what the schedule does', () => {
    expect(readOptions([])).toMatchObject({ input: {}, stateMachine: undefined, execution: undefined });
  });

  it('are days, and how long events are waited for', () => {
    expect(readOptions(['--from', '2026-11-20'])?.input).toEqual({ from: '2026-11-20' });
    expect(readOptions(['--from', '2026-11-20', '--to', '2026-11-21', '--late-days', '30'])?.input).toEqual({
      from: '2026-11-20',
      to: '2026-11-21',
      lateDays: 30,
    });
  });

  it.each([
    [['--from', 'yesterday'], '--from: expected a day such as 2026-11-20, found "yesterday".'],
    [['--from', '2026-02-30'], '--from: expected a day such as 2026-11-20, found "2026-02-30".'],
    [['--to', '2026-11-20'], '--from: expected a day beside --to, found none.'],
    [['--from', '2026-11-20', '--to', '2026-11-19'], '--to: expected a day not before --from 2026-11-20'],
    [['--from', '2026-11-20', '--late-days', '-1'], "Option '--late-days' argument is ambiguous"],
    [['--late-days', 'x'], '--late-days: expected a whole number from 0 to 366, found "x".'],
    [['--state-machine', arn('stateMachine:RedriveStateMachine1A-x')], '--state-machine: expected an ARN of the state'],
    [
      ['--execution', arn('execution:replay-state-machine:1')],
      '--execution: expected an ARN of the state machine that',
    ],
    [['--since', '2d'], "Unknown option '--since'"],
  ])('of %j are refused', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });

  it.each(['stateMachine:SessionsStateMachine1A2B3C4D-x1', 'stateMachine:sessions-state-machine'])(
    'take %s',
    (resource) => {
      expect(readOptions(['--state-machine', arn(resource)])?.stateMachine).toBe(arn(resource));
    },
  );

  it('are all in the help', () => {
    expect(readOptions(['--help'])).toBeUndefined();
    for (const option of ['from', 'to', 'late-days', 'state', 'state-machine', 'execution', 'help']) {
      expect(help).toContain(`--${option} `);
    }
  });
});
