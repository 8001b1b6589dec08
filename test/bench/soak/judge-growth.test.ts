import { judgeGrowth } from '../../../bench/soak/judge-growth.js';

const steps = Array.from({ length: 60 }, (_, step) => step);

describe('the growth of memory over a soak', () => {
  it('is told where the last third is above the middle one', () => {
    expect(judgeGrowth(steps.map((step) => 300 + step * 5))).toEqual({ middle: 450, last: 550, hasGrown: true });
  });

  it.each([
    ['warms up and then stays', (step: number) => (step < 20 ? 100 + step * 20 : 500)],
    ['goes up and down', (step: number) => 500 + (step % 7) * 20],
    ['has a peak', (step: number) => (step === 50 ? 2_000 : 500)],
  ])('is not told of memory that %s', (_, memory) => {
    expect(judgeGrowth(steps.map(memory)).hasGrown).toBe(false);
  });
});
