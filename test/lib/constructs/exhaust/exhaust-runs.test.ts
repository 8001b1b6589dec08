import { readConfig } from '../../../../lib/config/config.js';
import type { SunstreamConfig } from '../../../../lib/config/types.js';
import { definitionOf } from '../../definitions.js';
import { granted } from '../../policies.js';
import { deployedStages, resourcesOf, synthesize, type Template, theOne } from '../../synthesize.js';

const aslValidator: (definition: object) => { isValid: boolean; errorsText: (separator: string) => string } =
  jest.requireActual('asl-validator');

const machineType = 'AWS::StepFunctions::StateMachine';
const templates: Readonly<Record<string, Template>> = Object.fromEntries(
  deployedStages.map((stage) => [stage, synthesize(stage)]),
);

/** dev with other settings of its exhausts. */
const synthesizeWith = (exhaust: Partial<SunstreamConfig['exhaust']>) => {
  const dev = readConfig('dev');
  return synthesize({ ...dev, exhaust: { ...dev.exhaust, ...exhaust } });
};

describe.each(deployedStages)('the machine that runs requests for data, of %s', (stage) => {
  const template = templates[stage] as Template;
  const machine = theOne(template, machineType, 'ExhaustRuns');
  const definition = definitionOf(machine);
  const { states, fn } = {
    states: definition.States.Each.ItemProcessor.States,
    fn: (name: string) => `<${theOne(template, 'AWS::Lambda::Function', `ExhaustRunsFunctions${name}`).id}>`,
  };

  it('is written in Amazon’s States Language', () => {
    const { isValid, errorsText } = aslValidator(definition);

    expect([isValid, isValid || errorsText('\n')]).toEqual([true, true]);
  });

  it('does a few jobs at a time, and is not ended by those that fail', () => {
    expect(definition.States.Each).toMatchObject({ Type: 'Map', ToleratedFailurePercentage: 100, End: true });
    expect(definition.States.Each.MaxConcurrency).toBeGreaterThanOrEqual(2);
    expect(definition.States.Each.MaxConcurrency).toBeLessThanOrEqual(20);
  });

  it('tries every call again that a service did not answer', () => {
    const tasks = Object.entries<Record<string, unknown>>({ Plan: definition.States.Plan, ...states }).filter(
      ([, { Type }]) => Type === 'Task',
    );
    const retried = Object.fromEntries(
      tasks.map(([name, { Retry }]) => [name, (Retry as { ErrorEquals: string[] }[]).flatMap((r) => r.ErrorEquals)]),
    );

    expect(Object.keys(retried).toSorted()).toEqual(['Fail', 'Plan', 'Query', 'Take', 'Tell', 'Write']);
    for (const name of ['Plan', 'Take', 'Write', 'Fail']) {
      expect(retried[name]).toEqual(expect.arrayContaining(['DependencyError', 'Lambda.TooManyRequestsException']));
    }
    expect(retried.Query).toContain('Athena.TooManyRequestsException');
  });

  it.each(['Take', 'Query', 'Write'])('tells the job whatever goes wrong in %s', (name) => {
    expect(states[name].Catch).toEqual([{ ErrorEquals: ['States.ALL'], Next: 'Fail' }]);
  });

  it('invokes the function that each step is of', () => {
    const invoked = ['Take', 'Fail', 'Write'].map((name) => states[name].Arguments.FunctionName);

    expect(invoked).toEqual([fn('Control'), fn('Control'), fn('Write')]);
  });

  it('waits for a query, and writes, for less than a claim holds', () => {
    const write = theOne(template, 'AWS::Lambda::Function', 'ExhaustRunsFunctionsWrite').Properties;

    expect(states.Query.TimeoutSeconds).toBeLessThan(20 * 60 - 60);
    expect(write.Timeout).toBeLessThan(20 * 60 - 60);
  });

  it('may do this, and nothing else', () => {
    const workGroup = 'athena:workgroup/ExhaustQueryWorkGroup';
    const results = 'LakeBucket/query-results/*';
    const children = 'states:execution:ExhaustRunsStateMachine';

    expect(granted(template, 'ExhaustRunsRole')).toEqual(
      [
        ...['Start', 'Get', 'Stop'].map((verb) => `athena:${verb}QueryExecution ${workGroup}`),
        'athena:GetDataCatalog athena:datacatalog/AwsDataCatalog',
        ...['glue:GetDatabase', 'glue:GetTable'].flatMap((action) =>
          [
            'catalog',
            'database/ExhaustQueryTelemetryDatabase',
            'table/ExhaustQueryTelemetryDatabase/ExhaustQueryTelemetryTable',
          ].map((resource) => `${action} glue:${resource}`),
        ),
        ...['GetBucketLocation', 'ListBucket', 'ListBucketMultipartUploads'].map((action) => `s3:${action} LakeBucket`),
        's3:GetObject LakeBucket/telemetry/*',
        ...['AbortMultipartUpload', 'GetObject', 'ListMultipartUploadParts', 'PutObject'].map(
          (action) => `s3:${action} ${results}`,
        ),
        'lambda:InvokeFunction ExhaustRunsFunctionsControl',
        'lambda:InvokeFunction ExhaustRunsFunctionsWrite',
        'events:PutEvents events:event-bus/default',
      ].toSorted(),
    );
    expect(granted(template, 'ExhaustRunsStateMachine')).toEqual([
      `states:DescribeExecution ${children}:*`,
      `states:RedriveExecution ${children}/*:*`,
      'states:StartExecution ExhaustRunsStateMachine',
      `states:StopExecution ${children}:*`,
    ]);
  });

  it('lets only the writer open passwords and names, read results and store files', () => {
    const ofStores = (name: string) =>
      granted(template, `ExhaustRunsFunctions${name}`).filter((line) => /^(kms|s3|lambda|states|events):/.test(line));

    expect(ofStores('Control')).toEqual([]);
    expect(ofStores('Write')).toEqual([
      'kms:Decrypt ExhaustJobsPasswords',
      'kms:Decrypt RegistryKey',
      's3:AbortMultipartUpload LakeBucket/exhaust/*',
      's3:GetObject LakeBucket/query-results/*',
      's3:PutObject LakeBucket/exhaust/*',
    ]);
  });

  it('starts at two at night, in the stage’s zone, for all that waits', () => {
    const nightly = theOne(template, 'AWS::Scheduler::Schedule', 'ExhaustRuns').Properties;

    expect(nightly).toMatchObject({
      ScheduleExpression: 'cron(0 2 * * ? *)',
      ScheduleExpressionTimezone: readConfig(stage).timeZone,
      State: 'ENABLED',
      Target: { Arn: { Ref: machine.id }, Input: '{}' },
    });
    const starters = granted(template, 'SchedulerRole').filter((line) => line.endsWith('ExhaustRunsStateMachine'));
    expect(starters).toEqual(['states:StartExecution ExhaustRunsStateMachine']);
  });

  it('tells the topic of its own stack’s jobs alone', () => {
    const rule = theOne(template, 'AWS::Events::Rule', 'ExhaustRuns').Properties;
    const topic = theOne(template, 'AWS::SNS::Topic', 'ExhaustRuns').id;
    const [{ Source, DetailType }] = states.Tell.Arguments.Entries;

    expect([Source, DetailType]).toEqual([`sunstream-${stage}`, 'Data exhaust ended']);
    expect(rule.EventPattern).toEqual({ source: [Source], 'detail-type': [DetailType] });
    expect(rule.Targets).toEqual([expect.objectContaining({ Arn: { Ref: topic } })]);
    expect(states.Tell.Catch).toEqual([{ ErrorEquals: ['States.ALL'], Next: 'Done' }]);
  });
});

describe('what a stage says of its requests for data', () => {
  const told = synthesizeWith({
    nightlyHour: null,
    tellEmails: ['data@example.org', 'ops@example.org'],
    tellPhones: ['+919800000000'],
  });

  it('turns the night’s run off', () => {
    const schedules = resourcesOf(told, 'AWS::Scheduler::Schedule').map(([id]) => id);
    expect(schedules.filter((id) => id.startsWith('ExhaustRuns'))).toEqual([]);
  });

  it('puts the night’s run at another hour', () => {
    const nightly = theOne(synthesizeWith({ nightlyHour: 0 }), 'AWS::Scheduler::Schedule', 'ExhaustRuns').Properties;

    expect(nightly.ScheduleExpression).toBe('cron(0 0 * * ? *)');
  });

  it('is who is told, by mail and by SMS', () => {
    const topic = theOne(told, 'AWS::SNS::Topic', 'ExhaustRuns').id;
    const subscribed = resourcesOf(told, 'AWS::SNS::Subscription')
      .map(([, { Properties }]) => Properties)
      .filter(({ TopicArn }) => TopicArn.Ref === topic)
      .map(({ Protocol, Endpoint }) => `${Protocol} ${Endpoint}`);

    expect(subscribed.toSorted()).toEqual(['email data@example.org', 'email ops@example.org', 'sms +919800000000']);
    expect(resourcesOf(templates.dev as Template, 'AWS::SNS::Subscription')).toEqual([]);
  });
});
