import fc from 'fast-check';
import { DependencyError } from '../../../../lambdas/shared/function/errors.js';
import { openText, type SealedText, sealText } from '../../../../lambdas/shared/registry/sealing.js';
import { fakeDataKeys } from '../../../fakes/fake-data-keys.js';

const keys = fakeDataKeys();
const seal = async (text: string, place = 'user#u-1#phone') => sealText(text, place, await keys.current());
const opened = (sealed: SealedText) => openText(sealed, keys);

describe('a sealed text', () => {
  it('is opened to what it was, whatever it was and wherever it belongs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), async (text, place) => {
        expect(await opened(await seal(text, place))).toBe(text);
      }),
    );
  });

  it('is not opened in another place', async () => {
    const sealed = await seal('9000000001');

    const moved = opened({ ...sealed, place: 'user#u-2#phone' });

    await expect(moved).rejects.toThrow(/^user#u-2#phone: could not be opened/);
    await expect(moved).rejects.toBeInstanceOf(DependencyError);
  });

  it('is not opened when any byte of it was changed', async () => {
    const sealed = await seal('9000000001');

    for (const at of sealed.data.keys()) {
      const data = sealed.data.map((byte, index) => (index === at ? byte ^ 1 : byte));
      await expect(opened({ ...sealed, data })).rejects.toBeInstanceOf(DependencyError);
    }
  });

  it('is not opened with another key', async () => {
    const sealed = await seal('9000000001');

    await expect(opened({ ...sealed, dataKey: Buffer.from('wrapped k2') })).rejects.toBeInstanceOf(DependencyError);
  });

  it('does not look like an equal one', async () => {
    const [one, two] = [await seal('9000000001'), await seal('9000000001')];

    expect(Buffer.from(one.data)).not.toEqual(Buffer.from(two.data));
  });
});
