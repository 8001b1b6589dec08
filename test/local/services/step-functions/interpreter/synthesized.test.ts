import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { Template as Synthesized } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Gate } from '../../../../../local/calls/gate.js';
import { gateRules } from '../../../../../local/compose/gate-rules.js';
import { Template } from '../../../../../local/template/template.js';
import { anApp } from '../../../../lib/an-app.js';
import { fakeFunction } from '../../../../support/functions.js';
import { operatorKey, someRules } from '../../../../support/gates.js';
import { useStateMachines } from '../../../../support/state-machines.js';

const validate = jest.requireActual<(definition: object) => { errorsText(): string }>('asl-validator');
const { open, objects, folder } = useStateMachines();

/** A machine of each construct that the stack uses, as the stack would write it. */
class Replay extends Stack {
  readonly machine: sfn.StateMachine;

  constructor(...props: ConstructorParameters<typeof Stack>) {
    super(...props);
    const lake = new Bucket(this, 'Lake');
    const code = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('//') };
    const [one, sum] = [new LambdaFunction(this, 'One', code), new LambdaFunction(this, 'Sum', code)];
    const each = sfn.DistributedMap.jsonata(this, 'Each object', {
      label: 'objects',
      mapExecutionType: sfn.StateMachineType.STANDARD,
      maxConcurrency: 3,
      toleratedFailurePercentage: 50,
      itemReader: new sfn.S3ObjectsItemReader({ bucket: lake, prefix: '{% $prefix %}' }),
      itemSelector: { key: '{% $states.context.Map.Item.Value.Key %}' },
      itemBatcher: new sfn.ItemBatcher({
        maxItemsPerBatch: 1,
        batchInput: { by: '{% $states.context.Execution.Name %}' },
      }),
      resultWriterV2: new sfn.ResultWriterV2({ bucket: lake, prefix: 'results' }),
      outputs: '{% $states.result.ResultWriterDetails %}',
    });
    each.itemProcessor(
      LambdaInvoke.jsonata(this, 'Replay one', {
        lambdaFunction: one,
        payload: sfn.TaskInput.fromObject({
          key: '{% $states.input.Items[0].key %}',
          by: '{% $states.input.BatchInput.by %}',
        }),
        outputs: '{% $states.result.Payload %}',
        taskTimeout: sfn.Timeout.duration(Duration.minutes(1)),
      }),
    );
    const twice = sfn.Map.jsonata(this, 'Twice', { items: sfn.ProvideItems.jsonArray([1, 2]), maxConcurrency: 1 });
    twice.itemProcessor(sfn.Pass.jsonata(this, 'Square', { outputs: '{% $states.input * $states.input %}' }));
    const failed = sfn.Fail.jsonata(this, 'Failed', { error: 'TooMany', cause: '{% $string($states.input.failed) %}' });
    const definition = sfn.Pass.jsonata(this, 'Begin', { assign: { prefix: '{% $states.input.prefix %}' } })
      .next(sfn.Wait.jsonata(this, 'Wait', { time: sfn.WaitTime.duration(Duration.seconds(0)) }))
      .next(each.addCatch(failed, { errors: ['States.ALL'], outputs: { failed: '{% $states.errorOutput.Error %}' } }))
      .next(
        LambdaInvoke.jsonata(this, 'Sum up', {
          lambdaFunction: sum,
          payload: sfn.TaskInput.fromObject({ manifest: '{% $states.input.Key %}' }),
          outputs: '{% $states.result.Payload %}',
        }),
      )
      .next(
        sfn.Choice.jsonata(this, 'All well?')
          .when(sfn.Condition.jsonata('{% $states.input.failed > 1 %}'), failed)
          .otherwise(
            sfn.Parallel.jsonata(this, 'Both')
              .branch(twice, sfn.Pass.jsonata(this, 'Same'))
              .next(sfn.Succeed.jsonata(this, 'Done', { outputs: { both: '{% $states.input %}' } })),
          ),
      );
    this.machine = new sfn.StateMachine(this, 'Replay', {
      queryLanguage: sfn.QueryLanguage.JSONATA,
      definitionBody: sfn.DefinitionBody.fromChainable(definition),
      timeout: Duration.hours(1),
      tracingEnabled: true,
    });
  }
}

const { app, discard } = anApp();
afterAll(discard);
const synthesized = Synthesized.fromStack(new Replay(app, 'stack')).toJSON() as ConstructorParameters<
  typeof Template
>[2];

/** The stack as the runner reads it, behind a gate that knows what its own policies allow. */
async function openReplay(resources = synthesized.Resources) {
  const template = new Template('', {}, { Resources: resources });
  const rules = gateRules(template, new Map());
  const keys = { ...someRules().keys, ...rules.keys };
  const denied: string[] = [];
  const gate = new Gate({ ...rules, roles: { ...someRules().roles, ...rules.roles }, keys }, (line) =>
    denied.push(line),
  );
  const [one, sum] = template.ofType('AWS::Lambda::Function').map(({ id }) => {
    const answer = (event: { key?: string }) =>
      event.key?.endsWith('bad')
        ? { error: { errorType: 'Broken', errorMessage: event.key } }
        : { result: { event, failed: 0 } };
    return { ...fakeFunction(answer), name: template.nameOf(id), arn: template.arnOf(id) };
  });
  if (!one || !sum) throw new Error('expected two functions');
  const opened = await open({ template, gate, functions: [one, sum] as never, key: operatorKey });
  return { ...opened, one, sum, denied };
}

describe('a state machine that CDK synthesized', () => {
  it('is what the Amazon States Language allows', async () => {
    const { machine } = await openReplay();

    const { errorsText } = validate(JSON.parse(machine.settings.definition));

    expect(errorsText()).toBe('');
  });

  it('runs as it is, with its own policies and no more', async () => {
    for (const key of ['in/a', 'in/b', 'in/bad', 'other/c']) await objects().put('lake', key, Buffer.from('x'));
    const { start, ended, one, sum, denied } = await openReplay();

    const end = await ended(await start({ prefix: 'in/' }, 'nightly'));

    expect(denied).toEqual([]);
    expect(end).toEqual({ status: 'SUCCEEDED', output: { both: [[1, 4], { event: expect.anything(), failed: 0 }] } });
    expect(one.events).toEqual(['in/a', 'in/b', 'in/bad'].map((key) => ({ key, by: 'nightly' })));
    const { manifest } = sum.events[0] as { manifest: string };
    const { ResultFiles } = JSON.parse(readFileSync(join(folder(), 's3/lake', manifest), 'utf8'));
    expect(Object.values<object[]>(ResultFiles).map((files) => files.length)).toEqual([1, 0, 1]);
  });

  it('fails by its Catch when more than is tolerated fails', async () => {
    for (const key of ['in/a', 'in/1bad', 'in/2bad']) await objects().put('lake', key, Buffer.from('x'));
    const { run, sum } = await openReplay();

    const end = await run({ prefix: 'in/' });

    expect(end).toEqual({ status: 'FAILED', error: 'TooMany', cause: 'States.ExceedToleratedFailureThreshold' });
    expect(sum.events).toEqual([]);
  });
});
