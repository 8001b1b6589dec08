import { errors } from '@opensearch-project/opensearch';
import { TooBusy, withRetries } from '../../../../cli/commands/reindex/search/retry.js';
import { DependencyError } from '../../../../lambdas/shared/function/errors.js';

const answered = (statusCode: number) =>
  new errors.ResponseError({ statusCode, body: { error: { type: 'a' } }, headers: {} } as never);

/** A call that fails so, one time after the other, and the waits in between. */
async function call(...failures: Error[]) {
  const waits: number[] = [];
  const run = async () => {
    const failure = failures.shift();
    if (failure) throw failure;
    return 'done';
  };
  const outcome = await withRetries(run, async (ms) => waits.push(ms)).catch((error: Error) => error);
  return { outcome, waits };
}

describe('a call of OpenSearch', () => {
  it.each([
    answered(429),
    answered(503),
    new errors.ConnectionError('gone', {} as never),
    new TooBusy('queue is full'),
    new DependencyError('a document was not taken'),
    new DependencyError('no documents were taken', { cause: answered(503) }),
  ])('is tried again after %s, later each time', async (error) => {
    const { outcome, waits } = await call(error, error);

    expect(outcome).toBe('done');
    expect(waits).toEqual([500, 1_000]);
  });

  it.each([
    answered(400),
    answered(403),
    new TypeError('a fault of ours'),
    new DependencyError('refused', { cause: answered(403) }),
  ])('is not tried again after %s', async (error) => {
    expect(await call(error)).toEqual({ outcome: error, waits: [] });
  });

  it('is given up after eight tries', async () => {
    const { outcome, waits } = await call(...Array.from({ length: 9 }, () => answered(503)));

    expect(outcome).toBeInstanceOf(errors.ResponseError);
    expect(waits).toHaveLength(7);
  });
});
