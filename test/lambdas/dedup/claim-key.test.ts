import fc from 'fast-check';
import { claimKey, collisionKey } from '../../../lambdas/dedup/claim-key.js';

const maxKeyBytes = 2_048;
const start = 'नमस्ते😀'.repeat(200);

describe('the key of a claim', () => {
  it.each([5, 1_024])('is the mid itself where that has %d bytes', (length) => {
    const mid = 'x'.repeat(length);

    expect(claimKey(mid)).toBe(mid);
  });

  it.each(['x', 'न', '😀', '\ud800'])(
    'fits DynamoDB for a mid of 3,000 times %j, and so does that of its collision',
    (sign) => {
      const key = claimKey(sign.repeat(3_000));

      expect(Buffer.byteLength(key)).toBeLessThanOrEqual(maxKeyBytes);
      expect(Buffer.byteLength(collisionKey(key, 'f'.repeat(22)))).toBeLessThanOrEqual(maxKeyBytes);
    },
  );

  it('is the same for the same mid', () => {
    expect(claimKey(`${start}a`)).toBe(claimKey(`${start}a`));
  });

  it('differs for endless mids that differ in their last character only', () => {
    const keys = ['a', 'b', 'c'].map((end) => claimKey(`${start}${end}`));

    expect(new Set(keys).size).toBe(3);
  });

  it('differs for different mids, and fits, whatever they are made of', () => {
    const mid = fc.string({ unit: 'binary', minLength: 1, maxLength: 3_000, size: 'max' });
    fc.assert(
      fc.property(fc.uniqueArray(mid, { minLength: 2, maxLength: 10 }), (mids) => {
        const keys = mids.map(claimKey);

        expect(new Set(keys).size).toBe(mids.length);
        expect(Math.max(...keys.map((key) => Buffer.byteLength(key)))).toBeLessThanOrEqual(maxKeyBytes);
      }),
    );
  });

  it.each([5, 1_020, 3_000])(
    'of a collision under a mid of %d bytes differs for every event and from the mid',
    (length) => {
      const key = claimKey('x'.repeat(length));

      const keys = [key, collisionKey(key, 'fingerprint-1'), collisionKey(key, 'fingerprint-2')];

      expect(new Set(keys).size).toBe(3);
    },
  );
});
