import { Throttle } from '../../../../local/services/api-gateway/throttle.js';

/** A throttle with a clock that a test moves. */
function aThrottle(rate: number, burst: number) {
  let now = 1_000_000;
  const throttle = new Throttle(rate, burst, () => now);
  const asked = (times: number) => Array.from({ length: times }, () => throttle.allows());
  const pass = (ms: number) => {
    now += ms;
  };
  return { asked, pass };
}

describe('a throttle', () => {
  it('allows its burst at once, and no more', () => {
    const { asked } = aThrottle(10, 3);

    const answers = asked(5);

    expect(answers).toEqual([true, true, true, false, false]);
  });

  it('fills again at its rate', () => {
    const { asked, pass } = aThrottle(10, 3);
    asked(3);

    pass(99);
    const early = asked(1);
    pass(1);
    const later = asked(2);

    expect([...early, ...later]).toEqual([false, true, false]);
  });

  it('never holds more than its burst, however long nobody asks', () => {
    const { asked, pass } = aThrottle(10, 2);
    asked(2);

    pass(3_600_000);
    const answers = asked(3);

    expect(answers).toEqual([true, true, false]);
  });

  it('loses nothing to asking often: what is refused uses up nothing', () => {
    const { asked, pass } = aThrottle(1, 1);
    asked(1);

    const answers = Array.from({ length: 8 }, () => {
      pass(125);
      return asked(1);
    }).flat();

    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(answers.at(-1)).toBe(true);
  });
});
