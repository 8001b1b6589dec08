import jsonata from 'jsonata';
import { maxDays } from '../../../../lambdas/sessions/plan-days.js';
import { addDays } from '../../../../lambdas/shared/lake/days.js';
import { readConfig } from '../../../../lib/config/config.js';
import type { SunstreamConfig } from '../../../../lib/config/types.js';
import { definitionOf } from '../../definitions.js';
import { granted } from '../../policies.js';
import { deployedStages, resourcesOf, synthesize, type Template, theOne } from '../../synthesize.js';

const aslValidator: (definition: object) => { isValid: boolean; errorsText: (separator: string) => string } =
  jest.requireActual('asl-validator');

const machineType = 'AWS::StepFunctions::StateMachine';
const scheduleType = 'AWS::Scheduler::Schedule';

/** dev with other settings of its sessions. */
const synthesizeWith = (sessions: Partial<SunstreamConfig['sessions']>) => {
  const dev = readConfig('dev');
  return synthesize({ ...dev, sessions: { ...dev.sessions, ...sessions } });
};
const settingsOf = (template: Template) =>
  JSON.parse(theOne(template, 'AWS::Lambda::Function', 'SessionsFunction').Properties.Environment.Variables.SESSIONS);

describe.each(deployedStages)('the machine that makes sessions, of %s', (stage) => {
  const template = synthesize(stage);
  const machine = theOne(template, machineType, 'Sessions');
  const definition = definitionOf(machine);
  const states = definition.States.Each.ItemProcessor.States;

  it('is written in Amazon’s States Language', () => {
    const { isValid, errorsText } = aslValidator(definition);

    expect([isValid, isValid || errorsText('\n')]).toEqual([true, true]);
  });

  it('tries every call again that a service did not answer', () => {
    const retried = Object.entries<{ Type: string; Retry?: { ErrorEquals: string[] }[] }>({
      Plan: definition.States.Plan,
      ...states,
    })
      .filter(([, { Type }]) => Type === 'Task')
      .map(([name, { Retry = [] }]) => [name, Retry.flatMap(({ ErrorEquals }) => ErrorEquals)[0]]);

    expect(Object.fromEntries(retried)).toEqual({
      Plan: 'DependencyError',
      Query: 'Athena.TooManyRequestsException',
      Write: 'DependencyError',
    });
  });

  it.each(['Query', 'Write'])('goes on with the other days whatever goes wrong in %s', (name) => {
    expect(states[name].Catch).toEqual([{ ErrorEquals: ['States.ALL'], Next: 'Fault' }]);
  });

  const evaluate = (text: string, $states: object, bindings: object = {}) =>
    jsonata(text.slice(2, -2)).evaluate(undefined, { states: $states, ...bindings });
  const days = Array.from({ length: maxDays }, (_, index) => addDays('2026-01-01', index));

  it('names every day that failed, in as much as an execution may say of its failure', async () => {
    const Cause = JSON.stringify({ errorMessage: 'S3: down', trace: ['न'.repeat(30_000)] });
    const failures = days.map(async (day, index) =>
      evaluate(states.Fault.Output, { input: { Error: `DependencyError${index}`, Cause } }, { day }),
    );
    const input = [{ day: '2025-12-31', sessions: 3 }, ...(await Promise.all(failures))];

    const cause: string = await evaluate(definition.States.Failed.Cause, { input });

    expect(Buffer.byteLength(JSON.stringify(input))).toBeLessThan(256 * 1_024);
    expect(Buffer.byteLength(cause)).toBeLessThanOrEqual(32_768);
    expect(cause.slice(0, cause.indexOf(':'))).toBe(days.join(', '));
    expect(cause).toContain('DependencyError0: {"errorMessage":"S3: down"');
  });

  it('says once what all days failed of', async () => {
    const input = ['2026-01-01', '2026-01-02'].map((day) => ({ day, fault: 'Athena: down' }));

    expect(await evaluate(definition.States.Failed.Cause, { input })).toBe('2026-01-01, 2026-01-02: Athena: down');
    expect(await evaluate(definition.States.Failed.Cause, { input: input.slice(1) })).toBe('2026-01-02: Athena: down');
  });

  it('may do this, and nothing else', () => {
    const workGroup = 'athena:workgroup/ExhaustQueryWorkGroup';
    const results = 'LakeBucket/query-results/*';
    const children = 'states:execution:SessionsStateMachine';
    const table = ['catalog', 'database/ExhaustQueryTelemetryDatabase'];

    expect(granted(template, 'SessionsRole')).toEqual(
      [
        ...['Start', 'Get', 'Stop'].map((verb) => `athena:${verb}QueryExecution ${workGroup}`),
        'athena:GetDataCatalog athena:datacatalog/AwsDataCatalog',
        ...['glue:GetDatabase', 'glue:GetTable'].flatMap((action) =>
          [...table, 'table/ExhaustQueryTelemetryDatabase/ExhaustQueryTelemetryTable'].map(
            (resource) => `${action} glue:${resource}`,
          ),
        ),
        ...['GetBucketLocation', 'ListBucket', 'ListBucketMultipartUploads'].map((action) => `s3:${action} LakeBucket`),
        's3:GetObject LakeBucket/telemetry/*',
        ...['AbortMultipartUpload', 'GetObject', 'ListMultipartUploadParts', 'PutObject'].map(
          (action) => `s3:${action} ${results}`,
        ),
        'lambda:InvokeFunction SessionsFunction',
      ].toSorted(),
    );
    expect(granted(template, 'SessionsStateMachine')).toEqual([
      `states:DescribeExecution ${children}:*`,
      `states:RedriveExecution ${children}/*:*`,
      'states:StartExecution SessionsStateMachine',
      `states:StopExecution ${children}:*`,
    ]);
  });

  it('has a function that may read results, ask who was erased and write sessions, and no other folder of the lake', () => {
    const ofStores = granted(template, 'SessionsFunction').filter((line) => !line.startsWith('logs:'));

    expect(ofStores).toEqual([
      'dynamodb:BatchGetItem RegistryTable',
      's3:AbortMultipartUpload LakeBucket/summary/*',
      's3:GetObject LakeBucket/query-results/*',
      's3:PutObject LakeBucket/summary/*',
    ]);
  });

  it('is started in the small hours, in the stage’s zone, for what is due', () => {
    expect(theOne(template, scheduleType, 'Sessions').Properties).toMatchObject({
      ScheduleExpression: 'cron(0 4 * * ? *)',
      ScheduleExpressionTimezone: readConfig(stage).timeZone,
      State: 'ENABLED',
      Target: { Arn: { Ref: machine.id }, Input: '{}' },
    });
  });
});

describe('what a stage says of its sessions', () => {
  it('is what they are made by', () => {
    const template = synthesizeWith({ hour: 0, gapMinutes: 45, idleMinutes: 5, lateDays: 9 });

    expect(settingsOf(template)).toEqual({
      timeZone: 'Asia/Kolkata',
      gapMs: 45 * 60_000,
      idleMs: 5 * 60_000,
      lateDays: 9,
      keepDays: 30,
    });
    expect(theOne(template, scheduleType, 'Sessions').Properties.ScheduleExpression).toBe('cron(0 0 * * ? *)');
  });

  it('turns the schedule off, and leaves the machine to who starts it', () => {
    const template = synthesizeWith({ hour: null });

    expect(resourcesOf(template, scheduleType).filter(([id]) => id.startsWith('Sessions'))).toEqual([]);
    expect(resourcesOf(template, machineType).filter(([id]) => id.startsWith('Sessions'))).toHaveLength(1);
  });
});
