import fc from 'fast-check';
import {
  judgeLink,
  type LinkKeys,
  type LinkParts,
  linkEnd,
  linkPath,
  signLink,
} from '../../../lambdas/exhaust-api/links.js';
import { aRequestId, submission } from '../../factories/jobs.js';

const keys: LinkKeys = ['a-key-of-links-with-32-characters'];
const hour = 3_600_000;
const parts: LinkParts = {
  requestId: aRequestId,
  name: 'bot_response_20220405.csv',
  expires: String(linkEnd(submission)),
};
const signature = signLink(parts, keys);

describe('a link', () => {
  it('has its file in the path, and its end and its signature in the query', () => {
    expect(linkPath(parts, keys)).toBe(
      `/dataset/v1/file/${aRequestId}/bot_response_20220405.csv?expires=1649251519&signature=${signature}`,
    );
  });

  it.each([
    ['is good at once', 0, 'good'],
    ['is good after 23 hours', 23 * hour, 'good'],
    ['is good to the end of its day', 24 * hour, 'good'],
    ['has expired after 25 hours', 25 * hour, 'expired'],
  ])('%s', (_, passed, verdict) => {
    expect(judgeLink(parts, signature, keys, submission + passed)).toBe(verdict);
  });

  it('is refused with any one character changed, added or left out, wherever that is', () => {
    const whole = { ...parts, signature };
    const field = fc.constantFrom('requestId', 'name', 'expires', 'signature' as const);
    const change = fc.record({ field, at: fc.nat(200), to: fc.string({ maxLength: 1, unit: 'binary' }) });
    fc.assert(
      fc.property(change, ({ field, at, to }) => {
        const text = whole[field as keyof typeof whole];
        const cut = at % text.length;
        const altered = `${text.slice(0, cut)}${to}${text.slice(cut + 1)}`;
        fc.pre(altered !== text);
        const { signature: given, ...others } = { ...whole, [field]: altered };
        expect(judgeLink(others, given, keys, submission)).toBe('altered');
      }),
      { numRuns: 500 },
    );
  });

  it('is refused with a signature whose text is another one for the same bytes', () => {
    const last = signature.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const twin = `${signature.slice(0, -1)}${alphabet[alphabet.indexOf(last) ^ 1]}`;

    expect(Buffer.from(twin, 'base64url')).toEqual(Buffer.from(signature, 'base64url'));
    expect(judgeLink(parts, twin, keys, submission)).toBe('altered');
  });

  it('does not let a part of the name pass for a part of the id', () => {
    const moved = { ...parts, requestId: `${parts.requestId}b`, name: parts.name.slice(1) };

    expect(judgeLink(moved, signature, keys, submission)).toBe('altered');
  });

  it('of before a rotation is good as long as the previous key is known', () => {
    const next = 'the-next-key-of-links-with-32-chars';

    expect(judgeLink(parts, signature, [next, keys[0]], submission)).toBe('good');
    expect(judgeLink(parts, signature, [next], submission)).toBe('altered');
  });
});
