import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeMapRunCommand, ListMapRunsCommand } from '@aws-sdk/client-sfn';
import { failure } from '../../../../../support/functions.js';
import { aGate, readerRole } from '../../../../../support/gates.js';
import { machineArn, states, task, useStateMachines, workerArn } from '../../../../../support/state-machines.js';
import { aBarrier, until } from '../../../../../support/until.js';

const { open, folder, objects } = useStateMachines();
const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
const ItemProcessor = { ProcessorConfig, StartAt: 'X', States: { X: task() } };
const listing = (more: object = {}) => ({
  Resource: 'arn:aws:states:::s3:listObjectsV2',
  Arguments: { Bucket: 'lake', Prefix: '{% $states.input.prefix %}' },
  ...more,
});
const ResultWriter = { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'lake', Prefix: 'results/' } };
const map = (more: object = {}, next: object = { End: true }) =>
  states({
    Each: { Type: 'Map', Label: 'each', ItemProcessor, ...more, ...next },
    Caught: { Type: 'Pass', End: true },
  });
const put = (key: string, body = 'x') => objects().put('lake', key, Buffer.from(body));
const read = (key: string) => JSON.parse(readFileSync(join(folder(), 's3/lake', key), 'utf8'));

describe('the items of a distributed Map', () => {
  it('are the objects under a prefix, as ListObjectsV2 tells them', async () => {
    const { lastModified, etag } = await put('in/a', 'four');
    await put('other/c');
    const { run } = await open({ definition: map({ ItemReader: listing() }) });

    const ended = await run({ prefix: 'in/' });

    const LastModified = Math.floor(lastModified.getTime() / 1_000);
    const item = {
      Etag: `"${etag.replaceAll('"', '')}"`,
      Key: 'in/a',
      LastModified,
      Size: 4,
      StorageClass: 'STANDARD',
    };
    expect(ended).toEqual({ status: 'SUCCEEDED', output: [item] });
  });

  it.each([
    ['all', {}, 1_005],
    ['no more than MaxItems', { ReaderConfig: { MaxItems: 1_002 } }, 1_002],
  ])('are, over the pages of a listing, %s', async (_, reader, count) => {
    const bucket = join(folder(), 's3/lake/in');
    mkdirSync(bucket, { recursive: true });
    for (let at = 0; at < 1_005; at++) writeFileSync(join(bucket, String(at)), '');
    const definition = map({
      ItemReader: listing(reader),
      ItemSelector: '{% $states.context.Map.Item.Value.Size %}',
      ItemBatcher: { MaxItemsPerBatch: 10_000 },
      Output: '{% $count($states.result.Items) %}',
    });
    const { run } = await open({ definition });

    const ended = await run({ prefix: 'in/' });

    expect(ended.output).toBe(count);
  });

  it.each([
    ['JSON', '[{"n":1},{"n":2}]'],
    ['JSONL', '{"n":1}\n{"n":2}\n'],
  ])('are what a %s object holds', async (InputType, body) => {
    await put('list', body);
    const Resource = 'arn:aws:states:::s3:getObject';
    const ItemReader = { Resource, ReaderConfig: { InputType }, Arguments: { Bucket: 'lake', Key: 'list' } };
    const { run } = await open({ definition: map({ ItemReader }) });

    const ended = await run();

    expect(ended).toEqual({ status: 'SUCCEEDED', output: [{ n: 1 }, { n: 2 }] });
  });

  it('are selected and batched before they reach their executions', async () => {
    const ItemSelector = { n: '{% $states.context.Map.Item.Value %}', of: '{% $states.input.name %}' };
    const ItemBatcher = { MaxItemsPerBatch: 2, BatchInput: { name: '{% $states.input.name %}' } };
    const definition = map({ Items: '{% $states.input.list %}', ItemSelector, ItemBatcher });
    const { run, worker } = await open({ definition });

    await run({ name: 'x', list: [1, 2, 3] });

    const item = (n: number) => ({ n, of: 'x' });
    expect(worker.events).toEqual([
      { BatchInput: { name: 'x' }, Items: [item(1), item(2)] },
      { BatchInput: { name: 'x' }, Items: [item(3)] },
    ]);
  });

  it('do not see the variables outside', async () => {
    const Each = {
      Type: 'Map',
      Items: [1],
      ItemProcessor: {
        ...ItemProcessor,
        States: { X: { Type: 'Pass', Output: '{% $exists($outside) %}', End: true } },
      },
      End: true,
    };
    const { run } = await open({
      definition: states({ Set: { Type: 'Pass', Assign: { outside: 1 }, Next: 'Each' }, Each }),
    });

    const ended = await run();

    expect(ended.output).toEqual([false]);
  });

  it.each([
    ['a bucket that is not there', { ItemReader: listing({ Arguments: { Bucket: 'none' } }) }, /bucket does not exist/],
    [
      'an argument that the runner does not know',
      { ItemReader: listing({ Arguments: { Bucket: 'lake', Delimiter: '/' } }) },
      /does not know the argument Delimiter/,
    ],
  ])('that come from %s fail the Map with States.ItemReaderFailed', async (_, more, cause) => {
    const Catch = [{ ErrorEquals: ['States.ItemReaderFailed'], Next: 'Caught' }];
    const { run } = await open({ definition: map({ ...more, Catch }) });

    const ended = await run({ prefix: '' });

    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { Cause: expect.stringMatching(cause) } });
  });
});

describe('a map run', () => {
  it('writes its results and a manifest that names them', async () => {
    const definition = map({ ResultWriter, ToleratedFailureCount: 1 });
    const { run } = await open({ definition, worker: (n: number) => (n === 2 ? failure('two') : { result: { n } }) });

    const { status, output } = await run([1, 2]);

    const id = output.MapRunArn.split(':').at(-1);
    const key = (file: string) => `results/${id}/${file}`;
    expect({ status, output }).toEqual({
      status: 'SUCCEEDED',
      output: {
        MapRunArn: `${machineArn.replace(':stateMachine:', ':mapRun:')}/each:${id}`,
        ResultWriterDetails: { Bucket: 'lake', Key: key('manifest.json') },
      },
    });
    const [succeeded, failed] = [read(key('SUCCEEDED_0.json')), read(key('FAILED_0.json'))];
    expect(read(key('manifest.json'))).toEqual({
      DestinationBucket: 'lake',
      MapRunArn: output.MapRunArn,
      ResultFiles: {
        FAILED: [{ Key: key('FAILED_0.json'), Size: JSON.stringify(failed).length }],
        PENDING: [],
        SUCCEEDED: [{ Key: key('SUCCEEDED_0.json'), Size: JSON.stringify(succeeded).length }],
      },
    });
    const common = (name: string) => ({
      ExecutionArn: `${machineArn.replace(':stateMachine:', ':execution:')}/each:${name}`,
      InputDetails: { Included: true },
      Name: name,
      RedriveCount: 0,
      StartDate: '2026-11-20T00:00:00.000Z',
      StateMachineArn: `${machineArn}/each`,
      StopDate: '2026-11-20T00:00:00.000Z',
    });
    expect(succeeded).toEqual([
      {
        ...common(`${id}-0`),
        Input: '1',
        Output: '{"n":1}',
        OutputDetails: { Included: true },
        RedriveStatus: 'NOT_REDRIVABLE',
        RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
        Status: 'SUCCEEDED',
      },
    ]);
    expect(failed).toEqual([
      {
        ...common(`${id}-1`),
        Input: '2',
        Error: 'Error',
        Cause: '{"errorType":"Error","errorMessage":"two"}',
        RedriveStatus: 'REDRIVABLE',
        Status: 'FAILED',
      },
    ]);
  });

  it('that fails ends what runs, starts nothing more, and writes what became of each item', async () => {
    const barrier = aBarrier();
    const Catch = [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], Next: 'Caught' }];
    const definition = map({ ResultWriter, MaxConcurrency: 2, Catch });
    const { run, client, machine } = await open({
      definition,
      worker: async (n: number) => {
        if (n === 1) await barrier.passed;
        return failure();
      },
    });

    const ended = await run([1, 2, 3]);
    barrier.open();

    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { Error: 'States.ExceedToleratedFailureThreshold' } });
    const executionArn = machine.list()[0]?.[1].record.arn;
    const { mapRuns = [] } = await client.send(new ListMapRunsCommand({ executionArn }));
    const described = await client.send(new DescribeMapRunCommand({ mapRunArn: mapRuns[0]?.mapRunArn }));
    expect(described).toMatchObject({
      status: 'FAILED',
      executionCounts: { total: 3, failed: 1, aborted: 1, pending: 1, running: 0, succeeded: 0, resultsWritten: 2 },
    });
    const id = mapRuns[0]?.mapRunArn?.split(':').at(-1);
    const statuses = read(`results/${id}/FAILED_0.json`).map(({ Status }: { Status: string }) => Status);
    expect(statuses).toEqual(['ABORTED', 'FAILED']);
    expect(read(`results/${id}/PENDING_0.json`)).toEqual([
      { Input: '3', InputDetails: { Included: true }, Status: 'PENDING' },
    ]);
  });

  it('tells how far it is while it runs, in items and in executions', async () => {
    const barrier = aBarrier();
    const definition = map({ ItemBatcher: { MaxItemsPerBatch: 2 }, MaxConcurrency: 2, ToleratedFailurePercentage: 50 });
    const { start, ended, client, worker } = await open({
      definition,
      worker: async ({ Items }: { Items: number[] }) => {
        if (Items.includes(3)) await barrier.passed;
        return Items.includes(1) ? failure() : { result: null };
      },
    });
    const executionArn = await start([1, 2, 3, 4, 5]);
    await until(() => worker.events.length === 3);
    const { mapRuns = [] } = await client.send(new ListMapRunsCommand({ executionArn }));
    const { mapRunArn } = mapRuns[0] ?? {};

    const during = await client.send(new DescribeMapRunCommand({ mapRunArn }));
    barrier.open();
    await ended(executionArn);
    const after = await client.send(new DescribeMapRunCommand({ mapRunArn }));

    expect(during).toMatchObject({
      status: 'RUNNING',
      executionArn,
      maxConcurrency: 2,
      toleratedFailurePercentage: 50,
      itemCounts: { total: 5, failed: 2, running: 2 },
      executionCounts: { total: 3, failed: 1, running: 1 },
    });
    expect(after).toMatchObject({
      status: 'SUCCEEDED',
      itemCounts: { total: 5, failed: 2, succeeded: 3, running: 0, pending: 0, resultsWritten: 0 },
      stopDate: new Date('2026-11-20T00:00:00Z'),
    });
  });

  it.each([
    ['NONE', 'JSON', 'json', (text: string) => JSON.parse(text)[0].Output, '[1]'],
    ['COMPACT', 'JSON', 'json', JSON.parse, [[1], [2]]],
    ['FLATTEN', 'JSON', 'json', JSON.parse, [1, 2]],
    ['FLATTEN', 'JSONL', 'jsonl', String, '1\n2\n'],
  ])('writes results %s as %s', async (Transformation, OutputType, extension, parse, expected) => {
    const writer = { ...ResultWriter, WriterConfig: { Transformation, OutputType } };
    const definition = map({ ResultWriter: writer });
    const { run } = await open({ definition, worker: (n: number) => ({ result: [n] }) });

    const { output } = await run([1, 2]);

    const file = output.ResultWriterDetails.Key.replace('manifest.json', `SUCCEEDED_0.${extension}`);
    expect(parse(readFileSync(join(folder(), 's3/lake', file), 'utf8'))).toEqual(expected);
  });

  it('of no items succeeds, with a manifest of no files', async () => {
    const { run } = await open({ definition: map({ ResultWriter }) });

    const { status, output } = await run([]);

    expect(status).toBe('SUCCEEDED');
    expect(read(output.ResultWriterDetails.Key).ResultFiles).toEqual({ FAILED: [], PENDING: [], SUCCEEDED: [] });
  });
});

describe('the role of a state machine', () => {
  const all = {
    'states:StartExecution': machineArn,
    's3:ListBucket': 'arn:aws:s3:::lake',
    's3:PutObject': 'arn:aws:s3:::lake/results/*',
    'lambda:InvokeFunction': workerArn,
  };

  it.each([
    ['states:StartExecution', 'States.Permissions'],
    ['s3:ListBucket', 'States.ItemReaderFailed'],
    ['lambda:InvokeFunction', 'States.ExceedToleratedFailureThreshold'],
    ['s3:PutObject', 'States.ResultWriterFailed'],
    [undefined, undefined],
  ])('without %s fails with %s', async (missing, error) => {
    await put('in/a');
    const granted = Object.entries(all).filter(([action]) => action !== missing);
    const gate = aGate(granted.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })));
    const definition = map({ ItemReader: listing(), ResultWriter });
    const { run } = await open({ definition, gate, role: readerRole });

    const ended = await run({ prefix: 'in/' });

    expect(ended.error).toBe(error);
    expect(gate.denied.map((line) => line.split(' ')[5])).toEqual(missing ? [missing] : []);
  });
});
