import { consumerBook } from '../../../lambdas/authorize/consumer-book.js';
import { aSecret, noon } from '../../factories/tokens.js';

/** A book over a secret that a test may change, by a clock that a test moves. */
function aBook(text = JSON.stringify({ portal: aSecret })) {
  const secret = { text, reads: 0, error: undefined as Error | undefined };
  let now = noon;
  const find = consumerBook({
    now: () => now,
    async fetch() {
      secret.reads++;
      if (secret.error) throw secret.error;
      return secret.text;
    },
  });
  return { secret, find, pass: (seconds: number) => (now += seconds * 1_000) };
}

describe('the book of consumers', () => {
  it('finds a record, and none for a name that is not in it', async () => {
    const { find } = aBook();

    expect(await find('portal')).toBe(aSecret);
    expect(await find('stranger')).toBeUndefined();
    expect(await find('__proto__')).toBeUndefined();
  });

  it('reads the secret once in five minutes for the names in it', async () => {
    const { find, secret, pass } = aBook();

    await find('portal');
    pass(299);
    await find('portal');
    expect(secret.reads).toBe(1);
    pass(1);
    await find('portal');

    expect(secret.reads).toBe(2);
  });

  it('finds a new consumer after half a minute, though what it knew is younger than five', async () => {
    const { find, secret, pass } = aBook();
    await find('portal');
    secret.text = JSON.stringify({ portal: aSecret, app: 'new' });

    pass(29);
    const before = await find('app');
    pass(1);
    const after = await find('app');

    expect([before, after]).toEqual([undefined, 'new']);
  });

  it('reads the secret twice a minute at most, whatever names are asked for', async () => {
    const { find, secret, pass } = aBook();

    for (let second = 0; second < 60; second++) {
      for (const name of ['a', 'b', 'c']) await find(`${name}${second}`);
      pass(1);
    }

    expect(secret.reads).toBe(2);
  });

  it('hands on that the secret can not be read, and reads it again after a second', async () => {
    const { find, secret, pass } = aBook();
    secret.error = new Error('Secrets Manager is down');

    await expect(find('portal')).rejects.toThrow('Secrets Manager is down');
    secret.error = undefined;
    pass(1);

    expect(await find('portal')).toBe(aSecret);
  });

  it('reads a secret that can not be read once a second at most, whatever names are asked for', async () => {
    const { find, secret, pass } = aBook();
    await find('portal');
    pass(30);
    secret.error = new Error('Secrets Manager is down');

    for (let i = 0; i < 50; i++) await expect(find(`invented-${i}`)).rejects.toThrow('Secrets Manager is down');

    expect(secret.reads).toBe(2);
    expect(await find('portal')).toBe(aSecret);
  });

  it.each([
    ['no JSON', `{"portal":"${aSecret}"`],
    ['a list', `["${aSecret}"]`],
    ['a text', `"${aSecret}"`],
  ])('says of a secret that is %s what is expected, and nothing of what it holds', async (_, text) => {
    const { find } = aBook(text);

    const broken = await find('portal').catch((error: unknown) => error);

    expect(broken).toMatchObject({
      name: 'DependencyError',
      message: expect.stringContaining('expected a JSON object'),
    });
    expect(JSON.stringify(broken, Object.getOwnPropertyNames(broken)) + (broken as Error).stack).not.toContain(aSecret);
    expect((broken as Error).cause).toBeUndefined();
  });
});
