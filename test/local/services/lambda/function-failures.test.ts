import { useFunctions } from '../../../support/bundles.js';
import { until } from '../../../support/until.js';

const aFunction = useFunctions();

/** A handler that does what the event says; otherwise it tells whether it is new. */
const obedient = `
  let calls = 0;
  export const handler = async ({ act }) => {
    calls++;
    if (act === 'hang') await new Promise(() => setInterval(() => {}, 1_000));
    if (act === 'spin') for (;;);
    if (act === 'exit') process.exit(3);
    if (act === 'crash') { setTimeout(() => { throw new Error('later'); }); await new Promise(() => {}); }
    if (act === 'allocate') { const all = []; for (;;) all.push({ text: 'x'.repeat(100), all }); }
    return { calls };
  };`;

const fresh = { result: { calls: 1 } };

describe('a function that fails', () => {
  it('by an error has its name and message as the outcome, one line in its log, and keeps its environment', async () => {
    const fn = aFunction(`
      let calls = 0;
      class Broken extends TypeError { name = 'Broken'; }
      export const handler = async ({ fail }) => { calls++; if (fail) throw new Broken('no table'); return { calls }; };`);

    const failed = await fn.invoke({ fail: true });
    const next = await fn.invoke({});

    expect(failed.error).toMatchObject({ errorType: 'Broken', errorMessage: 'no table' });
    expect(next).toMatchObject({ result: { calls: 2 } });
    const lines = fn
      .logged()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      expect.objectContaining({ level: 'ERROR', message: 'invocation failed', errorMessage: 'no table' }),
    ]);
  });

  it('by throwing what is no error is an outcome', async () => {
    const fn = aFunction(`export const handler = async () => { throw 'a text'; };`);

    const outcome = await fn.invoke({});

    expect(outcome.error).toMatchObject({ errorMessage: 'a text' });
  });

  it('by a result that can not be handed over is an outcome', async () => {
    const fn = aFunction('export const handler = async () => ({ then: undefined, act() {} });');

    const outcome = await fn.invoke({});

    expect(outcome.error).toMatchObject({ errorMessage: expect.stringContaining('could not be cloned') });
  });

  it.each(['hang', 'spin'])(
    'by running out of time (%s) is ended, and the next invocation has a new environment',
    async (act) => {
      const fn = aFunction(obedient, { timeoutSeconds: 0.3 });
      await fn.invoke({});

      const outcome = await fn.invoke({ act });
      const next = await fn.invoke({});

      expect(outcome.error).toEqual({
        errorType: 'Sandbox.Timedout',
        errorMessage: 'Task timed out after 0.3 seconds',
      });
      expect(next).toMatchObject(fresh);
    },
  );

  it.each([
    ['exiting', 'exit', /exited with status 3/],
    ['an error that nobody catches', 'crash', /later/],
  ])('by %s is an outcome, and the next invocation has a new environment', async (_, act, message) => {
    const fn = aFunction(obedient);
    await fn.invoke({});

    const outcome = await fn.invoke({ act });
    const next = await fn.invoke({});

    expect(outcome.error?.errorMessage).toMatch(message);
    expect(next).toMatchObject(fresh);
  });

  it('by allocating beyond its memory is ended, and the next invocation has a new environment', async () => {
    const fn = aFunction(obedient, { memoryMb: 32 });
    await fn.invoke({});

    const outcome = await fn.invoke({ act: 'allocate' });
    const next = await fn.invoke({});

    expect(outcome.error?.errorMessage).toMatch(/memory/);
    expect(next).toMatchObject(fresh);
  });

  it('ends only its own environment: what runs beside it is answered', async () => {
    const fn = aFunction(obedient);

    const outcomes = await Promise.all([fn.invoke({ act: 'exit' }), fn.invoke({}), fn.invoke({ act: 'exit' })]);
    const more = await Promise.all(['exit', '', '', '', '', 'exit', ''].map((act) => fn.invoke({ act })));

    expect(outcomes.map(({ error }) => error !== undefined)).toEqual([true, false, true]);
    expect(more.map(({ error }) => error !== undefined)).toEqual([true, false, false, false, false, true, false]);
  });
});

describe('a bundle', () => {
  it('that fails while it loads is an outcome with its message, each time', async () => {
    const fn = aFunction(`throw new Error('CLAIMS_TABLE: expected a value'); export const handler = async () => 1;`);

    const outcomes = [await fn.invoke({}), await fn.invoke({})];

    expect(outcomes.map(({ error }) => error?.errorMessage)).toEqual(
      outcomes.map(() => expect.stringContaining('CLAIMS_TABLE: expected a value')),
    );
  });

  it('that does not exist is an outcome that names the file', async () => {
    const fn = aFunction('', { handler: 'other.handler' });

    const outcome = await fn.invoke({});

    expect(outcome.error?.errorMessage).toContain('other.mjs');
  });

  it('without the handler is an outcome', async () => {
    const fn = aFunction('export const handle = async () => 1;');

    const outcome = await fn.invoke({});

    expect(outcome.error?.errorMessage).toMatch(/handle/);
  });

  it('that never ends to load is an outcome', async () => {
    const fn = aFunction(
      'await new Promise(() => setInterval(() => {}, 1_000)); export const handler = async () => 1;',
    );
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'Date'] });

    const outcomes: unknown[] = [];
    void fn.invoke({}).then((outcome) => outcomes.push(outcome));
    await jest.advanceTimersByTimeAsync(60_000);
    jest.useRealTimers();
    await until(() => outcomes.length > 0);

    expect(outcomes).toEqual([{ error: expect.objectContaining({ errorType: expect.any(String) }) }]);
  });
});
