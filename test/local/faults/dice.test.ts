import { makeDice } from '../../../local/faults/dice.js';
import { kindNames } from '../../../local/faults/kinds.js';
import { profile } from '../../support/faults.js';

const throws = 10_000;
const draws = (place: string, rates: Parameters<typeof profile>[0], seed = 7) => {
  const dice = makeDice({ ...profile(rates), seed }, place);
  return Array.from({ length: throws }, () => dice.falls('throttle'));
};
const share = (fell: readonly boolean[]) => fell.filter(Boolean).length / throws;

describe('the dice of a fault profile', () => {
  it('fall alike for the same seed and place', () => {
    expect(draws('kinesis', { throttle: 0.5 })).toEqual(draws('kinesis', { throttle: 0.5 }));
  });

  it('fall otherwise for another seed or place', () => {
    const fell = draws('kinesis', { throttle: 0.5 });

    expect(fell).not.toEqual(draws('firehose', { throttle: 0.5 }));
    expect(fell).not.toEqual(draws('kinesis', { throttle: 0.5 }, 8));
  });

  it.each([0, 0.01, 0.5, 1])('fall at a rate of %d about so often', (throttle) => {
    expect(Math.abs(share(draws('kinesis', { throttle })) - throttle)).toBeLessThan(throttle % 1 === 0 ? 1e-9 : 0.02);
  });

  it('of one kind fall the same whatever is asked of another, and whatever is left open is drawn', () => {
    const rates = Object.fromEntries(kindNames.map((kind) => [kind, 0.5]));
    const dice = makeDice(profile(rates), 'kinesis');

    const fell = Array.from({ length: throws }, () => {
      dice.falls('partial');
      dice.detail('throttle');
      return dice.falls('throttle');
    });

    expect(fell).toEqual(draws('kinesis', { throttle: 0.5 }));
  });
});
