import { WriteWatch } from '../../../lambdas/ingest/watch-writes.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';

const refused = async () => {
  throw new DependencyError('1 of 1 entries were not taken in time');
};

describe('WriteWatch', () => {
  let time = 0;
  const aWatch = () => new WriteWatch(() => time);

  it('knows of no problem before a write, and after one that was taken', async () => {
    const writes = aWatch();
    const before = writes.problem();

    const answer = await writes.watch(async () => ({ taken: 1 }) as { taken: number; error?: Error });

    expect([before, answer, writes.problem()]).toEqual([undefined, { taken: 1 }, undefined]);
  });

  it('tells of a refused write for a minute, and passes the error on', async () => {
    const writes = aWatch();

    await expect(writes.watch(refused)).rejects.toThrow(DependencyError);

    time += 59_999;
    expect(writes.problem()).toBe('ingest stream: last write refused 60 s ago');
    time += 1;
    expect(writes.problem()).toBeUndefined();
  });

  it('tells of a write of which not all was taken', async () => {
    const writes = aWatch();

    const answer = await writes.watch(async () => ({ error: new DependencyError('1 of 2 entries') }));

    expect(answer.error.message).toBe('1 of 2 entries');
    expect(writes.problem()).toBe('ingest stream: last write refused 0 s ago');
  });

  it('forgets a refused write as soon as another one is taken', async () => {
    const writes = aWatch();
    await expect(writes.watch(refused)).rejects.toThrow(DependencyError);

    await writes.watch(async () => ({}));

    expect(writes.problem()).toBeUndefined();
  });
});
