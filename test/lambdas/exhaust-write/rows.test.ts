import fc from 'fast-check';
import { cipherUsername } from '../../../lambdas/exhaust-write/cipher-username.js';
import { type Registration, rowsOf, withRefusals } from '../../../lambdas/exhaust-write/rows.js';
import type { Registrant } from '../../../lambdas/shared/exhaust/dataset.js';
import { uciPrivateExhaust } from '../../../lambdas/shared/exhaust/datasets/uci-private-exhaust.js';
import { aRun } from '../../factories/exhausts.js';

const registrations: Registration<string>[] = [
  { userId: 'u-1', consent: true, username: 'sealed phone:1' },
  { userId: 'u-2', consent: false, username: 'sealed phone:2' },
  { userId: 'u-3', consent: true },
];
const key = Buffer.alloc(32, 7);

const ports = (usernameKey?: Buffer) => {
  const opened: string[] = [];
  return {
    opened,
    records: () => {
      throw new Error('the lake was asked');
    },
    registrationsOf: async function* () {
      yield* registrations;
    },
    refusedAmong: async () => [],
    open: async (sealed: string) => {
      opened.push(sealed);
      return sealed.replace('sealed ', '');
    },
    ...(usernameKey && { usernameKey }),
  };
};

async function rows(from: ReturnType<typeof ports>): Promise<Registrant[]> {
  const all: Registrant[] = [];
  for await (const row of rowsOf(uciPrivateExhaust, aRun(), from)) all.push(row);
  return all;
}

describe('the rows of who is registered', () => {
  it('have the name and its ciphertext of those who agreed', async () => {
    expect(await rows(ports(key))).toEqual([
      { userId: 'u-1', consent: true, username: 'phone:1', ciphertext: cipherUsername('phone:1', key) },
      { userId: 'u-2', consent: false },
      { userId: 'u-3', consent: true },
    ]);
  });

  it('never open the name of who refused', async () => {
    const from = ports(key);

    await rows(from);

    expect(from.opened).toEqual(['sealed phone:1']);
  });

  it('have no ciphertext without upstream’s key', async () => {
    expect((await rows(ports()))[0]).toEqual({ userId: 'u-1', consent: true, username: 'phone:1' });
  });
});

describe('refusals', () => {
  const refusers = (user: string) => Number(user.slice(2)) % 7 === 3;

  /** Rows of users, and who was known to have refused when each of them came. */
  async function maskedRows(users: readonly string[]) {
    const asked: string[][] = [];
    const refused = new Set<string>();
    const refusedAmong = async (ids: readonly string[]) => {
      asked.push([...ids]);
      return ids.filter(refusers);
    };
    const some = async function* () {
      yield* users;
    };
    const masked: [string, boolean][] = [];
    const rows = withRefusals(some(), (user) => user, refused, { refusedAmong });
    for await (const user of rows) masked.push([user, refused.has(user)]);
    return { masked, asked };
  }

  it('are known before the row of whoever has refused comes, with this bot registered or not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 30 }), { maxLength: 50 }), async (numbers) => {
        const users = numbers.map((number) => `u-${number}`);

        const { masked } = await maskedRows(users);

        expect(masked).toEqual(users.map((user) => [user, refusers(user)]));
      }),
    );
  });

  it('are looked up once a user, a thousand rows at a time', async () => {
    const users = Array.from({ length: 2_500 }, (_, row) => `u-${row % 1_200}`);

    const { masked, asked } = await maskedRows(users);

    expect(masked).toEqual(users.map((user) => [user, refusers(user)]));
    expect(asked.map(({ length }) => length)).toEqual([1_000, 200, 0]);
  });
});

describe('a ciphertext', () => {
  it('is AES-256-ECB with PKCS5 in base64, as long as upstream’s', () => {
    // By openssl enc -aes-256-ecb -K 0707…07 -a
    const other = '+FMXF3YsdAeluzjZE32QOZT1UawfwnPXTYT8Y4sqnvg=';

    expect(cipherUsername('phone:9000000001', key)).toBe(other);
  });
});
