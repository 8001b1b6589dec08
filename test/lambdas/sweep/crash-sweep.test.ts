import '../../fakes/lambda-environment.js';
import { fakeConsole } from '../../fakes/fake-console.js';
import { Mortality } from '../../fakes/mortality.js';
import { runStage, stageNames, stages } from './stages.js';

beforeEach(() => fakeConsole());
afterEach(() => jest.restoreAllMocks());

const sweeps = stageNames.flatMap((stage) =>
  (['before', 'after'] as const).flatMap((moment) =>
    (['whole', 'halves'] as const).map((redelivery) => ({ stage, moment, redelivery })),
  ),
);

describe.each(sweeps)('$stage that dies $moment any of its effects, delivered again $redelivery,', (sweep) => {
  const { stage, moment, redelivery } = sweep;
  const { expected, failed } = stages[stage];

  it('loses nothing, and stores nothing twice but in the window between a forward and its memory', async () => {
    const found = [];
    for (let call = 1; ; call++) {
      const life = new Mortality(call, moment);
      const outcome = await runStage(stage, { lives: [life], redelivery });
      if (life.diedAt === undefined) break;
      found.push({ diedAt: life.diedAt, isInWindow: life.isInWindow, ...outcome });
    }

    expect(found.length).toBeGreaterThanOrEqual(5);
    expect(new Set(found.map(({ diedAt }) => diedAt))).toContain('forward');
    for (const { diedAt, isInWindow, mids, twice, failed: kept } of found) {
      expect({ diedAt, mids }).toEqual({ diedAt, mids: expected });
      if (!isInWindow) expect({ diedAt, twice }).toEqual({ diedAt, twice: 0 });
      expect({ diedAt, kept: kept >= failed }).toEqual({ diedAt, kept: true });
    }
  });

  it('keeps what failed once, but for a death between the failed book and its memory', async () => {
    const deaths = [];
    for (let call = 1; ; call++) {
      const life = new Mortality(call, moment);
      const outcome = await runStage(stage, { lives: [life], redelivery });
      if (life.diedAt === undefined) break;
      if (outcome.failed !== failed) deaths.push(life.diedAt);
    }

    // Nothing else may repeat a line of the failed book.
    expect(deaths.filter((effect) => effect !== (moment === 'after' ? 'keepFailed' : 'remember'))).toEqual([]);
    expect(deaths.length).toBeLessThanOrEqual(1);
  });
});

it.each(stageNames)('%s that never dies stores each event once', async (stage) => {
  const { expected, failed } = stages[stage];

  expect(await runStage(stage)).toEqual({ mids: expected, twice: 0, failed });
});
