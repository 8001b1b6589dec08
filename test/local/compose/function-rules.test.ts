import { makeEventRules } from '../../../local/compose/event-rules.js';
import type { LocalFunction } from '../../../local/services/lambda/local-function.js';
import { Template } from '../../../local/template/template.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();

/** A rule that invokes a function, which is allowed to who is said. */
function compose(principal = 'events.amazonaws.com') {
  const FunctionName = { 'Fn::GetAtt': ['Index', 'Arn'] };
  const template = new Template(
    folder(),
    {},
    {
      Resources: {
        Index: { Type: 'AWS::Lambda::Function' },
        Written: {
          Type: 'AWS::Events::Rule',
          Properties: { EventPattern: { source: ['aws.s3'] }, Targets: [{ Arn: FunctionName, Id: 'Target0' }] },
        },
        Allowed: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            Action: 'lambda:InvokeFunction',
            FunctionName,
            Principal: principal,
            SourceArn: { 'Fn::GetAtt': ['Written', 'Arn'] },
          },
        },
      },
    },
  );
  const events: unknown[] = [];
  const invoke = async (event: unknown) => {
    events.push(event);
    return { result: undefined };
  };
  const fn = { name: 'index', invoke } as unknown as LocalFunction;
  const functions = () => new Map([[template.arnOf('Index'), fn]]);
  return { rule: makeEventRules(template, { topics: new Map(), functions })[0], events };
}

describe('a rule with a function as its target', () => {
  it('invokes it with the event', async () => {
    const { rule, events } = compose();

    await rule?.deliver({ source: 'aws.s3', detail: { object: { key: 'a' } } });

    expect(events).toEqual([{ source: 'aws.s3', detail: { object: { key: 'a' } } }]);
  });

  it('does not start without the permission', () => {
    expect(() => compose('apigateway.amazonaws.com')).toThrow('Written: EventBridge may not invoke index.');
  });
});
