import { useFunctions } from '../../../../../support/bundles.js';
import { fakeFunction } from '../../../../../support/functions.js';
import { aGate, readerRole } from '../../../../../support/gates.js';
import { states, task, useStateMachines, workerArn } from '../../../../../support/state-machines.js';

const { open } = useStateMachines();
const aFunction = useFunctions();
const definition = states({ A: task({ Output: '{% $states.result %}' }) });
const invoking = (Arguments: object) => states({ A: task({ Arguments }) });

describe('lambda:invoke', () => {
  it.each([
    ['what it returns', '({ got: event.n })', { got: 1 }],
    ['null where it returns nothing', 'undefined', null],
    ['JSON of what is none', 'new Date(0)', '1970-01-01T00:00:00.000Z'],
  ])('gives %s, with status and version', async (_, answer, Payload) => {
    const functions = [aFunction(`export const handler = async (event) => ${answer};`)];
    const { run } = await open({ definition, functions });

    const ended = await run({ n: 1 });

    expect(ended).toEqual({ status: 'SUCCEEDED', output: { ExecutedVersion: '$LATEST', Payload, StatusCode: 200 } });
  });

  it.each([
    [
      'an error of its own',
      "class Mine extends Error { name = 'Mine' }; throw new Mine('why')",
      'Mine',
      /"errorMessage":"why"/,
    ],
    ['what it takes too long for', 'await new Promise(() => {})', 'Sandbox.Timedout', /Task timed out after 1 seconds/],
    ['its end', 'process.exit(3)', 'Runtime.ExitError', /exited with status 3/],
  ])('fails with the name of %s', async (_, code, error, cause) => {
    const functions = [aFunction(`export const handler = async () => { ${code} };`, { timeoutSeconds: 1 })];
    const { run } = await open({ definition, functions });

    const ended = await run();

    expect(ended).toMatchObject({ status: 'FAILED', error, cause: expect.stringMatching(cause) });
  });

  it('that the runner itself breaks is a fault of the service, which may be retried', async () => {
    const broken = fakeFunction(() => {
      throw new Error('no worker');
    });
    const { run } = await open({ definition, functions: [broken] });

    const ended = await run();

    expect(ended).toEqual({ status: 'FAILED', error: 'Lambda.ServiceException', cause: 'Error: no worker' });
  });

  it.each([
    ['by its name', { FunctionName: 'dedup-function' }, workerArn],
    ['by its ARN', { FunctionName: workerArn }, workerArn],
    ['by its ARN with a qualifier', { FunctionName: `${workerArn}:$LATEST` }, `${workerArn}:$LATEST`],
    ['with a Qualifier', { FunctionName: workerArn, Qualifier: '$LATEST' }, `${workerArn}:$LATEST`],
  ])('%s needs the permission on just that', async (_, Arguments, Resource) => {
    const [allowed, denied] = [Resource, `${Resource}x`].map((on) =>
      aGate({ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: on }),
    );
    const runs = [];
    for (const gate of [allowed, denied]) {
      const { run, halt } = await open({ definition: invoking(Arguments), role: readerRole, gate });
      runs.push(await run());
      await halt();
    }

    const [first, second] = runs;

    expect(first).toEqual({ status: 'SUCCEEDED', output: {} });
    expect(second).toMatchObject({ status: 'FAILED', error: 'Lambda.AWSLambdaException' });
    expect(second?.cause).toMatch(`not authorized to perform: lambda:InvokeFunction on resource: ${Resource}`);
    expect(denied?.denied).toHaveLength(1);
  });

  it.each([
    [
      'a function that is not there',
      { FunctionName: 'none' },
      'Lambda.ResourceNotFoundException',
      /Function not found: none/,
    ],
    [
      'an asynchronous call',
      { FunctionName: workerArn, InvocationType: 'Event' },
      'States.Runtime',
      /"InvocationType":"Event"/,
    ],
    ['a version', { FunctionName: `${workerArn}:7` }, 'States.Runtime', /invokes \$LATEST as RequestResponse/],
    [
      'an argument that is not built',
      { FunctionName: workerArn, ClientContext: 'x' },
      'States.Runtime',
      /"ClientContext":"x"/,
    ],
  ])('of %s fails, and says why', async (_, Arguments, error, cause) => {
    const { run, worker } = await open({ definition: invoking(Arguments) });

    const ended = await run();

    expect(ended).toMatchObject({ status: 'FAILED', error, cause: expect.stringMatching(cause) });
    expect(worker.events).toEqual([]);
  });
});
