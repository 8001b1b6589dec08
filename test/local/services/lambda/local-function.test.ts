import { threadId } from 'node:worker_threads';
import { useFunctions } from '../../../support/bundles.js';
import { until } from '../../../support/until.js';

const aFunction = useFunctions();

/** Tells the thread that it runs in, which is another in each environment. */
const tellThread = `
  import { threadId } from 'node:worker_threads';
  export const handler = async (event) => {`;

describe('an invocation', () => {
  it('returns the result of the handler for its event', async () => {
    const { invoke } = bound(aFunction('export const handler = async ({ a, b }) => ({ sum: a + b });'));

    const outcome = await invoke({ a: 1, b: 2 });

    expect(outcome).toEqual({ id: expect.any(String), result: { sum: 3 } });
  });

  it('has the context of Lambda', async () => {
    const { invoke } = bound(
      aFunction(`export const handler = async (_, context) =>
        ({ ...context, getRemainingTimeInMillis: context.getRemainingTimeInMillis() });`),
    );

    const { result } = await invoke({});

    expect(result).toEqual({
      awsRequestId: expect.any(String),
      functionName: 'dedup-function',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:local-1:000000000000:function:dedup-function',
      memoryLimitInMB: '128',
      logGroupName: '/aws/lambda/dedup-function',
      logStreamName: 'local',
      getRemainingTimeInMillis: expect.any(Number),
    });
    const { getRemainingTimeInMillis: left } = result as { getRemainingTimeInMillis: number };
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(20_000);
  });

  it('sees its own environment variables and none of this process', async () => {
    process.env.OF_THIS_PROCESS = 'secret';
    const environment = { CLAIMS_TABLE: 'claims' };
    const { invoke } = bound(aFunction('export const handler = async () => ({ ...process.env });', { environment }));

    const { result } = await invoke({});

    delete process.env.OF_THIS_PROCESS;
    expect(result).toEqual(environment);
  });

  it('can not change the variables of this process', async () => {
    const { invoke } = bound(aFunction('export const handler = async () => { process.env.LEFT_BEHIND = "x"; };'));

    await invoke({});

    expect(process.env.LEFT_BEHIND).toBeUndefined();
  });

  it('runs outside this thread, and the next one in the environment of the last', async () => {
    const { invoke } = bound(aFunction(`let calls = 0; ${tellThread} return [threadId, ++calls]; };`));

    const outcomes = [await invoke({}), await invoke({})];

    const [[first, one], [second, two]] = outcomes.map(({ result }) => result) as [number[], number[]];
    expect(first).not.toBe(threadId);
    expect(second).toBe(first);
    expect([one, two]).toEqual([1, 2]);
  });

  it('of many at a time runs in several environments, four at most, and each is answered', async () => {
    const { invoke } = bound(
      aFunction(`${tellThread} await new Promise((resolve) => setTimeout(resolve, 20)); return [event, threadId]; };`),
    );
    const events = Array.from({ length: 12 }, (_, index) => index);

    const outcomes = await Promise.all(events.map(invoke));

    const results = outcomes.map(({ result }) => result) as [number, number][];
    expect(results.map(([event]) => event)).toEqual(events);
    expect(new Set(results.map(([, thread]) => thread)).size).toBe(4);
  });

  it('beyond the reserved concurrency is refused at once, and the next is taken when one has ended', async () => {
    const fn = aFunction(`${tellThread} await new Promise((resolve) => setTimeout(resolve, event)); return event; };`, {
      reservedConcurrency: 2,
    });

    const outcomes = await Promise.all([fn.invoke(50), fn.invoke(51), fn.invoke(52)]);
    const next = await fn.invoke(1);

    expect(outcomes.map((outcome) => outcome.error?.errorType)).toEqual([
      undefined,
      undefined,
      'TooManyRequestsException',
    ]);
    expect(next).toMatchObject({ result: 1 });
  });

  it('has its output in the log of the function', async () => {
    const fn = aFunction('export const handler = async () => { console.log("printed"); console.error("warned"); };');

    await fn.invoke({});

    await until(() => fn.logged().includes('printed') && fn.logged().includes('warned'));
  });

  it('finds an environment that was warmed up', async () => {
    const fn = aFunction('console.log("loaded"); export const handler = async () => 1;');
    fn.warmUp();
    fn.warmUp();
    await until(() => fn.logged().includes('loaded'));

    await fn.invoke({});

    expect(fn.logged().match(/loaded/g)).toHaveLength(1);
  });
});

/** `invoke` with a result that tests may look into. */
function bound(fn: ReturnType<typeof aFunction>) {
  return { invoke: async (event: unknown) => (await fn.invoke(event)) as { result: unknown; error?: unknown } };
}
