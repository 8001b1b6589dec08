import jsonata from 'jsonata';
import { definitionOf } from '../../definitions.js';
import { allowedTo } from '../../policies.js';
import { deployedStages, synthesize, type Template, theOne } from '../../synthesize.js';

const aslValidator: (definition: object) => { isValid: boolean; errorsText: (separator: string) => string } =
  jest.requireActual('asl-validator');

const machineType = 'AWS::StepFunctions::StateMachine';

/** What Step Functions makes of a text between `{%` and `%}`. */
const evaluate = (expression: string, input: object, startTime = '2026-11-21T06:30:00.000Z') =>
  jsonata(expression.slice(2, -2)).evaluate(
    {},
    { states: { input, context: { Execution: { StartTime: startTime } } } },
  );

const templates: Readonly<Record<string, Template>> = Object.fromEntries(
  deployedStages.map((stage) => [stage, synthesize(stage)]),
);
const dev = templates.dev as Template;

describe.each(deployedStages)('the state machines of %s', (stage) => {
  const template = templates[stage] as Template;
  const machines = {
    Redrive: theOne(template, machineType, 'Redrive'),
    Replay: theOne(template, machineType, 'Replay'),
  };
  const names = Object.keys(machines) as (keyof typeof machines)[];
  const bucket = theOne(template, 'AWS::S3::Bucket', 'LakeBucket');
  const undelivered = theOne(template, 'AWS::S3::Bucket', 'LakeUndelivered');
  const fn = (name: string) => theOne(template, 'AWS::Lambda::Function', name).id;

  it.each(names)('%s is written in Amazon’s States Language', (name) => {
    const { isValid, errorsText } = aslValidator(definitionOf(machines[name]));

    expect([isValid, isValid || errorsText('\n')]).toEqual([true, true]);
  });

  it.each(names)('%s does a few objects at a time, and is not ended by those that fail', (name) => {
    const { Each } = definitionOf(machines[name]).States;

    expect(Each).toMatchObject({ Type: 'Map', ToleratedFailurePercentage: 100, Next: 'Books' });
    expect(Each.MaxConcurrency).toBeGreaterThanOrEqual(2);
    expect(Each.MaxConcurrency).toBeLessThanOrEqual(5);
    expect(Each.ItemProcessor.ProcessorConfig).toEqual({ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' });
    expect(Each.ItemProcessor.States.Object.Arguments.FunctionName).toBe(`<${fn(`${name}Function`)}>`);
    expect(Each.ItemProcessor.States.Object.Retry).toContainEqual(
      expect.objectContaining({ ErrorEquals: expect.arrayContaining(['DependencyError']) }),
    );
  });

  it.each(names)(
    '%s may invoke its two functions, list its bucket, write its results and start its children',
    (name) => {
      const allowed = allowedTo(template, `${name}Rework`);
      const [read, other] = name === 'Redrive' ? [undelivered, bucket] : [bucket, undelivered];

      expect(allowed(fn(`${name}Function`))).toEqual(['lambda:InvokeFunction']);
      expect(allowed(fn('Tally'))).toEqual(['lambda:InvokeFunction']);
      expect(allowed(read.id)).toContain('s3:ListBucket');
      expect(allowed(other.id)).not.toContain('s3:ListBucket');
      expect(allowed(bucket.id)).not.toContain('s3:DeleteObject');
      for (const stage of ['Dedup', 'Enrich']) expect(allowed(fn(stage))).toEqual([]);
    },
  );

  it('lets each function do its own part alone', () => {
    const redrive = allowedTo(template, 'RedriveFunction');
    const replay = allowedTo(template, 'ReplayFunction');
    const stream = theOne(template, 'AWS::Kinesis::Stream', 'IngestStream').id;

    expect(redrive(undelivered.id)).toEqual(['s3:DeleteObject', 's3:GetObject', 's3:ListBucket', 's3:PutObject']);
    expect([redrive(fn('Dedup')), redrive(fn('Enrich'))]).toEqual([
      ['lambda:InvokeFunction'],
      ['lambda:InvokeFunction'],
    ]);
    expect([redrive(bucket.id), redrive(stream)]).toEqual([[], []]);
    expect(replay(bucket.id)).toEqual(['s3:GetObject', 's3:GetObject', 's3:ListBucket', 's3:PutObject']);
    expect([replay(stream), replay(undelivered.id)]).toEqual([['kinesis:PutRecords'], []]);
    expect(allowedTo(template, 'TallyFunction')(bucket.id)).toEqual(['s3:GetObject', 's3:ListBucket']);
  });

  it('waits for a stage longer than it may take', () => {
    const seconds = Number(
      theOne(template, 'AWS::Lambda::Function', 'RedriveFunction').Properties.Environment.Variables
        .STAGE_TIMEOUT_SECONDS,
    );

    for (const name of ['Dedup', 'Enrich']) {
      expect(theOne(template, 'AWS::Lambda::Function', name).Properties.Timeout).toBe(seconds);
    }
  });

  it('keeps the marker of a replayed line as long as the line', () => {
    const rules: { Prefix?: string; ExpirationInDays?: number }[] = bucket.Properties.LifecycleConfiguration.Rules;
    const daysOf = (prefix: string) => rules.find(({ Prefix }) => Prefix === prefix)?.ExpirationInDays;

    expect(daysOf('replayed/')).toBe(daysOf('failed/'));
    expect(daysOf('runs/')).toBe(30);
  });
});

describe('the redrive', () => {
  const { Check, Each, Refused } = definitionOf(theOne(dev, machineType, 'Redrive')).States;
  const sourceOf = (stage: string) => theOne(dev, 'AWS::Lambda::EventSourceMapping', stage).id;

  it.each(['dedup', 'enrich'])('looks where Lambda puts what %s gave up on', async (stage) => {
    const id = sourceOf(`${stage[0]?.toUpperCase()}${stage.slice(1)}`);

    expect(await evaluate(Check.Choices[0].Condition, { stage })).toBe(true);
    expect(await evaluate(Each.ItemReader.Arguments.Prefix, { stage })).toBe(`aws/lambda/<${id}>/`);
  });

  it.each([
    [{ stage: 'ingest' }, 'ingest'],
    [{}, ''],
  ])('refuses %j with what it expected', async (input, found) => {
    expect(await evaluate(Check.Choices[0].Condition, input)).toBe(false);
    expect(await evaluate(Refused.Cause, input)).toBe(`stage: expected one of dedup, enrich, found ${found}.`);
  });

  it('tells the function what to do with an object, whatever of the input is left out', async () => {
    const { since, dryRun } = Each.ItemSelector;

    expect([await evaluate(since, {}), await evaluate(dryRun, {})]).toEqual([null, false]);
    expect([await evaluate(since, { since: 'x' }), await evaluate(dryRun, { dryRun: true })]).toEqual(['x', true]);
  });
});

describe('the replay', () => {
  const { Check, Each } = definitionOf(theOne(dev, machineType, 'Replay')).States;

  it.each([
    [undefined, 'failed/'],
    ['2026-11-20T00:00:00.000Z', 'failed/dt=2026-11-'],
    ['2026-11-01T12:00:00.000Z', 'failed/dt=2026-'],
    ['2026-03-20T00:00:00.000Z', 'failed/dt=2026-'],
    ['2026-01-01T00:00:00.000Z', 'failed/dt='],
    ['2024-05-20T00:00:00.000Z', 'failed/dt='],
  ])('since %s lists no more folders than it must: %s', async (since, prefix) => {
    const input = { reason: 'schema', ...(since !== undefined && { since }) };

    expect(await evaluate(Check.Choices[0].Condition, input)).toBe(true);
    expect(await evaluate(Each.ItemReader.Arguments.Prefix, input)).toBe(prefix);
  });

  it.each(['channel', 'malformed-frame', 'malformed-json', 'nonsense'])('refuses %s', async (reason) => {
    expect(await evaluate(Check.Choices[0].Condition, { reason })).toBe(false);
  });
});
