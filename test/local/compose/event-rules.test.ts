import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeEventRules, makeTopics } from '../../../local/compose/event-rules.js';
import { Template } from '../../../local/template/template.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const allowed = {
  Effect: 'Allow',
  Action: 'sns:Publish',
  Principal: { Service: 'events.amazonaws.com' },
  Resource: { Ref: 'Notices' },
};

/** A stack of a rule, its topic and who listens. */
function aStack({
  statement = allowed as object,
  target = { Ref: 'Notices' } as object | string,
  state = 'ENABLED',
} = {}) {
  return new Template(
    folder(),
    {},
    {
      Resources: {
        Notices: { Type: 'AWS::SNS::Topic' },
        Policy: {
          Type: 'AWS::SNS::TopicPolicy',
          Properties: { Topics: [{ Ref: 'Notices' }], PolicyDocument: { Statement: [statement] } },
        },
        Officer: {
          Type: 'AWS::SNS::Subscription',
          Properties: { TopicArn: { Ref: 'Notices' }, Protocol: 'email', Endpoint: 'officer@example.org' },
        },
        Ended: {
          Type: 'AWS::Events::Rule',
          Properties: {
            State: state,
            EventPattern: { source: ['sunstream'] },
            Targets: [{ Arn: target, Id: 'Target0', InputPath: '$.detail' }],
          },
        },
      },
    },
  );
}

function compose(template: Template) {
  const [rule] = makeEventRules(template, { topics: makeTopics(template, folder()), functions: () => new Map() });
  const published = () => JSON.parse(readFileSync(join(folder(), 'notices.jsonl'), 'utf8'));
  return { rule, published };
}

describe('the rules of a stack', () => {
  it('publish what matches to their topic, which keeps it with whom it is for', async () => {
    const { rule, published } = compose(aStack());

    await rule?.deliver({ source: 'sunstream', detail: { requestId: 'A1' } });

    expect(published()).toMatchObject({
      message: '{"requestId":"A1"}',
      to: [{ protocol: 'email', endpoint: 'officer@example.org' }],
    });
  });

  it.each([
    ['ENABLED', 'sunstream', true],
    ['ENABLED', 'other', false],
    ['DISABLED', 'sunstream', false],
  ])('%s match an event of source %s: %s', (state, source, expected) => {
    expect(compose(aStack({ state })).rule?.matches({ source })).toBe(expected);
  });

  it('do not start where the topic does not let EventBridge publish', () => {
    const start = () =>
      compose(aStack({ statement: { ...allowed, Principal: { Service: 'cloudwatch.amazonaws.com' } } }));

    expect(start).toThrow('Ended: EventBridge may not publish to notices. Grant it with an AWS::SNS::TopicPolicy.');
  });

  it('do not start with a target that is neither a topic nor a function of the stack', () => {
    const start = () => compose(aStack({ target: 'arn:aws:sqs:local-1:000000000000:queue' }));

    expect(start).toThrow('Ended: expected a topic or a function of this template as its target, found arn:aws:sqs');
  });
});
