import { AwsError } from '../../../../../../local/calls/aws-error.js';
import { fakeAthena, type QueryEnd } from '../../../../../fakes/fake-athena.js';
import { aGate, readerRole } from '../../../../../support/gates.js';
import { states, task, useStateMachines } from '../../../../../support/state-machines.js';
import { until } from '../../../../../support/until.js';

const { open } = useStateMachines();
const Resource = 'arn:aws:states:::athena:startQueryExecution.sync';
const Arguments = { QueryString: 'SELECT ?', ExecutionParameters: ["'a'"], WorkGroup: 'exhausts' };
const asking = (more: object = {}) =>
  states({ A: task({ Resource, Arguments, Output: '{% $states.result %}', ...more }) });

const openWith = (end: () => QueryEnd, more: object = {}) => {
  const athena = fakeAthena(end);
  return open({ definition: asking(), athena: athena.store, ...more }).then((opened) => ({ ...opened, athena }));
};

describe('athena:startQueryExecution.sync', () => {
  it('gives what GetQueryExecution says of a query that succeeded', async () => {
    const { run, athena } = await openWith(() => ({}));

    const ended = await run();

    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        QueryExecution: {
          QueryExecutionId: 'query-1',
          Status: { State: 'SUCCEEDED' },
          ResultConfiguration: { OutputLocation: 's3://lake/query-results/query-1.csv' },
        },
      },
    });
    expect(athena.executions.get('query-1')).toMatchObject({ query: 'SELECT ?', parameters: ["'a'"] });
  });

  it('waits until the query is over, however long it takes', async () => {
    const { start, ended, athena, clock } = await openWith(() => ({ state: 'RUNNING' }));
    const arn = await start();
    for (let look = 0; look < 5; look++) {
      await until(() => clock.waits.length > 0);
      clock.pass(100);
    }
    await until(() => clock.waits.length > 0);
    Object.assign(athena.executions.get('query-1') as object, { state: 'SUCCEEDED' });

    clock.pass(100);

    expect((await ended(arn)).status).toBe('SUCCEEDED');
    expect(athena.stopped).toEqual([]);
  });

  it.each(['FAILED', 'CANCELLED'] as const)('fails with the query’s own reason when it is %s', async (state) => {
    const { run } = await openWith(() => ({ state, reason: 'SYNTAX_ERROR: line 1:8' }));

    const { status, error, cause } = await run();

    expect([status, error]).toEqual(['FAILED', 'States.TaskFailed']);
    expect(JSON.parse(cause ?? '')).toMatchObject({
      QueryExecution: { Status: { State: state, StateChangeReason: 'SYNTAX_ERROR: line 1:8' } },
    });
  });

  it('ends the query when its time is up', async () => {
    const definition = asking({ TimeoutSeconds: 60 });
    const { start, ended, athena, clock } = await openWith(() => ({ state: 'RUNNING' }), { definition });
    const arn = await start();
    await until(() => clock.waits.includes(60_000));

    clock.pass(60_000);

    expect(await ended(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(athena.stopped).toEqual(['query-1']);
  });

  it('ends the query when its execution is ended', async () => {
    const { start, ended, athena, machine } = await openWith(() => ({ state: 'RUNNING' }));
    const arn = await start();
    await until(() => athena.executions.size > 0);

    for (const [, execution] of machine.list()) execution.stop();

    expect((await ended(arn)).status).toBe('ABORTED');
    expect(athena.stopped).toEqual(['query-1']);
  });

  it('that Athena refuses fails with the service’s name for it, which can be retried', async () => {
    let refusals = 2;
    const end = () => {
      if (refusals-- > 0) throw new AwsError('TooManyRequestsException', 'Rate exceeded');
      return {};
    };
    const Retry = [{ ErrorEquals: ['Athena.TooManyRequestsException'], IntervalSeconds: 1, MaxAttempts: 1 }];
    const { start, ended, clock } = await openWith(end, { definition: asking({ Retry }) });
    const arn = await start();
    await until(() => clock.waits.length > 0);

    clock.pass(1_000);

    const refused = { status: 'FAILED', error: 'Athena.TooManyRequestsException', cause: 'Rate exceeded' };
    expect(await ended(arn)).toEqual(refused);
  });

  it.each([
    ['start', 'athena:GetQueryExecution'],
    ['watch', 'athena:StartQueryExecution'],
  ])('needs the permission to %s a query of that workgroup', async (_, Action) => {
    const Resource = 'arn:aws:athena:local-1:000000000000:workgroup/exhausts';
    const gate = aGate({ Effect: 'Allow', Action, Resource });
    const { run, athena } = await openWith(() => ({}), { gate, role: readerRole });

    const ended = await run();

    expect(ended).toMatchObject({ status: 'FAILED', error: expect.stringMatching(/^Athena\.AccessDenied/) });
    expect([gate.denied.length, athena.executions.size]).toEqual([1, 0]);
  });
});
