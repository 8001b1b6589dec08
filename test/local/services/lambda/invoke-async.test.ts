import { invokeAsync } from '../../../../local/services/lambda/invoke-async.js';
import type { LocalFunction } from '../../../../local/services/lambda/local-function.js';
import type { Outcome } from '../../../../local/services/lambda/messages.js';

const broken: Outcome = { error: { errorType: 'DependencyError', errorMessage: 'down' } };

/** A function that has these outcomes, one after the other. */
function aFunction(...outcomes: Outcome[]) {
  const events: unknown[] = [];
  const invoke = async (event: unknown) => {
    events.push(event);
    return outcomes.shift() ?? { result: undefined };
  };
  return { events, fn: { name: 'index-failed', invoke } as unknown as LocalFunction };
}

describe('an asynchronous invocation', () => {
  beforeEach(() => jest.useFakeTimers({ advanceTimers: 100 }));
  afterEach(() => jest.useRealTimers());

  it('is tried two times more, with the same event', async () => {
    const { fn, events } = aFunction(broken, broken);
    const invoked = invokeAsync(fn, { a: 1 });
    await jest.advanceTimersByTimeAsync(5_000);

    await invoked;

    expect(events).toEqual([{ a: 1 }, { a: 1 }, { a: 1 }]);
  });

  it('says why it failed in the end', async () => {
    const { fn, events } = aFunction(broken, broken, broken);
    const invoked = expect(invokeAsync(fn, {})).rejects.toThrow('index-failed failed: DependencyError: down');
    await jest.advanceTimersByTimeAsync(5_000);

    await invoked;

    expect(events).toHaveLength(3);
  });
});
