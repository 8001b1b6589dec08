import { waitForSearch } from '../../../lambdas/search-setup/wait-for-search.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';

/** Answers in turn, the last one from then on; its clock goes by what is waited. */
function aSlowStart(...answers: readonly (number | Error)[]) {
  let time = 0;
  let asked = 0;
  return {
    get asked() {
      return asked;
    },
    now: () => time,
    pause: async (ms: number) => {
      time += ms;
    },
    ask: async () => {
      const answer = answers[Math.min(asked++, answers.length - 1)] ?? 200;
      if (answer instanceof Error) throw answer;
      return { status: answer, body: 'body' };
    },
  };
}

describe('waitForSearch', () => {
  it('tries again while the name of the domain is unknown, and while its policy lets nobody in', async () => {
    const search = aSlowStart(new DependencyError('ENOTFOUND'), 403, 503, 200);

    await waitForSearch(search, 60_000);

    expect(search.asked).toBe(4);
  });

  it('gives up when the time is over, with the last answer', async () => {
    const search = aSlowStart(new DependencyError('ENOTFOUND'), 403);

    await expect(waitForSearch(search, 20_000)).rejects.toThrow('expected 200 for GET /, found 403 body');
    expect(search.now()).toBeLessThanOrEqual(20_000);
  });

  it('does not try again what is a mistake of ours', async () => {
    const search = aSlowStart(new TypeError('mistake'), 200);

    await expect(waitForSearch(search, 60_000)).rejects.toThrow('mistake');
  });
});
