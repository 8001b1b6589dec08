import { layoutOf } from '../../../../../lambdas/exhaust-write/layouts.js';
import type { Registrant } from '../../../../../lambdas/shared/exhaust/dataset.js';
import { uciPrivateExhaust } from '../../../../../lambdas/shared/exhaust/datasets/uci-private-exhaust.js';
import { aBot, aRun } from '../../../../factories/exhausts.js';

const run = aRun({ dataset: 'uci-private-exhaust', bot: aBot({ id: 'd655cf03', name: 'UCI Demo' }) });
const { head, line } = layoutOf(
  uciPrivateExhaust,
  { run, refused: new Set() },
  { dialect: 'spark', neutraliseFormulas: false },
);
const lineOf = (registrant: Registrant) => line(registrant);

describe('uci-private-exhaust', () => {
  it('writes Sunbird’s published row, byte for byte', () => {
    const row = lineOf({ userId: '0000-0001', consent: true, username: 'phone:9000000001', ciphertext: 'Zm9v+/=' });

    expect(head + row).toBe(
      'Conversation ID,Conversation Name,Decrypted Device ID,Encrypted Device ID,Device UUID\n' +
        'd655cf03,UCI Demo,phone:9000000001,Zm9v+/=,0000-0001\n',
    );
  });

  it('tells neither name nor ciphertext of who refused, even if it were given them', () => {
    const row = lineOf({ userId: '0000-0001', consent: false, username: 'phone:9000000001', ciphertext: 'Zm9v' });

    expect(row).toBe('d655cf03,UCI Demo,0000-0001,,0000-0001\n');
  });

  it('has nothing to tell of who gave no name', () => {
    expect(lineOf({ userId: '0000-0001', consent: true })).toBe('d655cf03,UCI Demo,,,0000-0001\n');
  });

  it('is given out with a password only', () => {
    expect(uciPrivateExhaust.needsKey).toBe(true);
  });
});
