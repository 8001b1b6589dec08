import { Gate } from '../../../local/calls/gate.js';
import { gateRules } from '../../../local/compose/gate-rules.js';
import { makeSchedules } from '../../../local/compose/schedules.js';
import { Template } from '../../../local/template/template.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const machine = 'arn:aws:states:local-1:000000000000:stateMachine:exhausts';

/** A stack of a schedule that starts a state machine. */
function aStack({ action = 'states:StartExecution', target = machine, state = 'ENABLED' } = {}): Template {
  const Statement = [{ Effect: 'Allow', Action: action, Resource: machine }];
  return new Template(
    folder(),
    {},
    {
      Resources: {
        Role: { Type: 'AWS::IAM::Role' },
        Policy: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement } } },
        Nightly: {
          Type: 'AWS::Scheduler::Schedule',
          Properties: {
            ScheduleExpression: 'cron(0/1 * * * ? *)',
            State: state,
            Target: { Arn: target, RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] }, Input: '{"all":true}' },
          },
        },
      },
    },
  );
}

function compose(template: Template) {
  const started: string[] = [];
  const schedules = makeSchedules(template, {
    gate: new Gate(gateRules(template, new Map()), jest.fn()),
    machines: [{ arn: machine, start: (_, input) => void started.push(`${machine} ${input}`) as never }],
    onError: jest.fn(),
  });
  return { schedules, started };
}

describe('the schedules of a stack', () => {
  it('start their state machine with their input', async () => {
    jest.useFakeTimers({ now: new Date('2026-11-21T01:59:30Z') });
    const { schedules, started } = compose(aStack());

    for (const schedule of schedules) schedule.start();
    await jest.advanceTimersByTimeAsync(31_000);
    for (const schedule of schedules) schedule.stop();
    jest.useRealTimers();

    expect(started).toEqual([`${machine} {"all":true}`]);
  });

  it('that are disabled do nothing', () => {
    expect(compose(aStack({ state: 'DISABLED' })).schedules).toEqual([]);
  });

  it('do not start with a role that may not start the machine', () => {
    const start = () => compose(aStack({ action: 'states:StopExecution' }));

    expect(start).toThrow(/^access denied: role may not states:StartExecution on \S*exhausts\./);
  });

  it('do not start with a target that is no state machine of the stack', () => {
    const start = () => compose(aStack({ target: 'arn:aws:lambda:local-1:000000000000:function:x' }));

    expect(start).toThrow('Nightly: expected a state machine of this template as its target, found arn:aws:lambda');
  });
});
