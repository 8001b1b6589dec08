import { WorkerNames, workerOf } from '../../../../local/faults/worker-names.js';
import type { Outcome } from '../../../../local/services/lambda/messages.js';
import { useFunctions } from '../../../support/bundles.js';
import { until } from '../../../support/until.js';

const aFunction = useFunctions();
const tellName = `
  let calls = 0;
  export const handler = async ({ hang }) => {
    calls++;
    if (hang) { console.log('hanging'); await new Promise(() => setInterval(() => {}, 1_000)); }
    return { calls, name: process.env.AWS_SDK_UA_APP_ID };
  };`;

const resultOf = (outcome: Outcome) => (outcome as { result: { calls: number; name?: string } }).result;
const nameOf = (outcome: Outcome) => resultOf(outcome).name ?? 'none';

describe('a worker that is enlisted', () => {
  it('has a name of its own, which its function has not', async () => {
    const names = new WorkerNames();
    const fn = aFunction(tellName, { enlist: names.enlist });

    const [first, second] = await Promise.all([fn.invoke({}), fn.invoke({})]);

    const told = [first, second].map(nameOf);
    expect(told.map((name) => workerOf(`aws-sdk-js/3 app/${name} m/E`))).toEqual(told);
    expect(new Set(told).size).toBe(2);
  });

  it('is ended by its name in the middle of an invocation, which fails, and the next has a fresh one', async () => {
    const names = new WorkerNames();
    const fn = aFunction(tellName, { enlist: names.enlist });
    const earlier = await fn.invoke({});
    const hanging = fn.invoke({ hang: true });
    await until(() => fn.logged().includes('hanging'));

    names.end(nameOf(earlier));

    expect((await hanging).error).toMatchObject({ errorType: 'Runtime.ExitError' });
    const next = await fn.invoke({});
    expect(next).toMatchObject({ result: { calls: 1 } });
    expect(nameOf(next)).not.toBe(nameOf(earlier));
  });

  it('is followed by the next at once, before anybody asks for it', async () => {
    const names = new WorkerNames();
    const fn = aFunction(`console.log('loaded');${tellName}`, { enlist: names.enlist });
    const hanging = fn.invoke({ hang: true });
    await until(() => fn.logged().includes('hanging'));

    names.end('sunstream-worker-1');
    await hanging;

    await until(() => fn.logged().split('loaded').length === 3);
  });

  it('is known by nothing else in a user agent', () => {
    expect(workerOf(undefined)).toBeUndefined();
    expect(workerOf('aws-sdk-js/3.1 app/portal')).toBeUndefined();
  });
});

describe('a worker without', () => {
  it('has no name', async () => {
    const outcome = await aFunction(tellName).invoke({});

    expect(resultOf(outcome)).toEqual({ calls: 1, name: undefined });
  });
});
