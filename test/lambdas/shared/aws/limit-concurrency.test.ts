import { limitConcurrency } from '../../../../lambdas/shared/aws/limit-concurrency.js';

/** A function whose calls end when the test says so. */
function aSlowFunction() {
  const started: number[] = [];
  const ends = new Map<number, { resolve: (value: number) => void; reject: (error: Error) => void }>();
  const run = (argument: number) => {
    started.push(argument);
    return new Promise<number>((resolve, reject) => ends.set(argument, { resolve, reject }));
  };
  return { started, run, end: (argument: number) => ends.get(argument)?.resolve(argument * 10), ends };
}

/** Lets everything run that waits for nothing but promises. */
const settle = () => new Promise(setImmediate);

describe('limitConcurrency', () => {
  it('starts no more calls at once than the limit', async () => {
    const { started, run } = aSlowFunction();
    const limited = limitConcurrency(2, run);

    for (const argument of [1, 2, 3]) void limited(argument);
    await settle();

    expect(started).toEqual([1, 2]);
  });

  it('lets the next in line start when one has ended, and answers each call its own', async () => {
    const { started, run, end } = aSlowFunction();
    const limited = limitConcurrency(2, run);
    const answers = Promise.all([1, 2, 3, 4].map(limited));

    end(2);
    await settle();

    expect(started).toEqual([1, 2, 3]);
    end(3);
    await settle();
    for (const argument of [1, 4]) end(argument);
    expect(await answers).toEqual([10, 20, 30, 40]);
  });

  it('gives the place of a failed call to the next, and throws only for the failed one', async () => {
    const { started, run, end, ends } = aSlowFunction();
    const limited = limitConcurrency(1, run);
    const failed = limited(1);
    const next = limited(2);

    ends.get(1)?.reject(new Error('throttled'));

    await expect(failed).rejects.toThrow('throttled');
    await settle();
    expect(started).toEqual([1, 2]);
    end(2);
    expect(await next).toBe(20);
  });

  it('keeps to the limit after places were passed on', async () => {
    const { started, run, end } = aSlowFunction();
    const limited = limitConcurrency(2, run);
    for (const argument of [1, 2, 3]) void limited(argument);
    end(1);
    await settle();

    for (const argument of [4, 5]) void limited(argument);
    await settle();

    expect(started).toEqual([1, 2, 3]);
  });

  it('has all places free again when all calls have ended', async () => {
    const { started, run, end } = aSlowFunction();
    const limited = limitConcurrency(2, run);
    const before = Promise.all([1, 2].map(limited));
    for (const argument of [1, 2]) end(argument);
    await before;

    for (const argument of [3, 4, 5]) void limited(argument);
    await settle();

    expect(started).toEqual([1, 2, 3, 4]);
  });
});
