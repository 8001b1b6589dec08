import { linkKeys, readLinkKeys } from '../../../lambdas/exhaust-api/link-keys.js';
import { linkEnd, signLink } from '../../../lambdas/exhaust-api/links.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { aRequestId, submission } from '../../factories/jobs.js';

const current = 'a-key-of-links-with-32-characters';
const next = 'the-next-key-of-links-with-32-chars';
const parts = { requestId: aRequestId, name: 'a.csv', expires: String(linkEnd(submission)) };

/** Keys of a secret that can be rotated, read by a clock that can be moved. */
function someKeys() {
  const state = { now: submission, reads: 0, secret: JSON.stringify({ current }) };
  const known = linkKeys({
    now: () => state.now,
    fetch: async () => {
      state.reads++;
      return state.secret;
    },
  });
  return { state, known };
}

describe('the keys of links', () => {
  it('are read once in five minutes', async () => {
    const { state, known } = someKeys();

    await known.keys();
    state.now += 299_999;
    await known.keys();
    expect(state.reads).toBe(1);

    state.now += 1;
    expect(await known.keys()).toEqual([current]);
    expect(state.reads).toBe(2);
  });

  it('are read again for a link that another environment has signed after a rotation', async () => {
    const { state, known } = someKeys();
    await known.keys();
    state.secret = JSON.stringify({ current: next, previous: current });
    state.now += 1_000;

    expect(await known.judge(parts, signLink(parts, [next]))).toBe('good');
    expect(await known.judge(parts, signLink(parts, [current]))).toBe('good');
  });

  it('are read once a second at most for links that somebody made up', async () => {
    const { state, known } = someKeys();

    for (let tries = 0; tries < 10; tries++) expect(await known.judge(parts, 'made-up')).toBe('altered');

    expect(state.reads).toBe(1);
  });

  it.each([
    ['no JSON', 'nonsense'],
    ['a list', '[]'],
    ['a key that is too short', '{"current":"short"}'],
    ['a previous key that is none', JSON.stringify({ current, previous: 7 })],
  ])('that are %s are a broken dependency, told without quoting them', (_, text) => {
    expect(() => readLinkKeys(text)).toThrow(DependencyError);
    expect(() => readLinkKeys(text)).not.toThrow(/nonsense|short"/);
  });
});
