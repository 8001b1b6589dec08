import { cipherUsername } from '../../../lambdas/exhaust-write/cipher-username.js';
import { type Registration, rowsOf } from '../../../lambdas/exhaust-write/rows.js';
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
    standingsOf: async () => new Map(),
    open: async (sealed: string) => {
      opened.push(sealed);
      return sealed.replace('sealed ', '');
    },
    ...(usernameKey && { usernameKey }),
  };
};

async function rows(from: ReturnType<typeof ports>): Promise<Registrant[]> {
  const all: Registrant[] = [];
  for await (const row of rowsOf(uciPrivateExhaust, aRun(), from, () => {})) all.push(row);
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

describe('a ciphertext', () => {
  it('is AES-256-ECB with PKCS5 in base64, as long as upstream’s', () => {
    // By openssl enc -aes-256-ecb -K 0707…07 -a
    const other = '+FMXF3YsdAeluzjZE32QOZT1UawfwnPXTYT8Y4sqnvg=';

    expect(cipherUsername('phone:9000000001', key)).toBe(other);
  });
});
