import { fakeConsole } from '../fakes/fake-console.js';
import { type Moment, Mortality } from '../fakes/mortality.js';
import { type Redelivery, redeliveryNames } from './deliver.js';
import { type Books, type MakeWorld, runStage, type StageName, stageNames, stages } from './stages.js';
import { Tally } from './tally.js';

/** A death of a process, and the books when all was through. */
interface Death extends Books {
  readonly diedAt: string;
  readonly isInWindow: boolean;
}

interface Sweep {
  readonly stage: StageName;
  readonly moment: Moment;
  readonly redelivery: Redelivery;
}

const sweeps = stageNames.flatMap((stage) =>
  (['before', 'after'] as const).flatMap((moment) =>
    redeliveryNames.map((redelivery): Sweep => ({ stage, moment, redelivery })),
  ),
);

/** Each stage dies at each of its effects, in a world of its own each time; a line tells of it in the end. */
export function describeCrashSweep(place: string, makeWorld: MakeWorld): void {
  describe.each(sweeps)(
    `$stage on ${place} that dies $moment any of its effects, delivered again $redelivery,`,
    (sweep) => {
      const { stage, moment } = sweep;
      const { expected, failed } = stages[stage];
      let deaths: Death[];

      beforeAll(async () => {
        fakeConsole();
        deaths = await dieEverywhere(sweep, makeWorld);
        jest.restoreAllMocks();
        tallies[stage].add(deaths, expected);
      });

      it('loses nothing, and stores nothing twice but in the window between a forward and its memory', () => {
        expect(deaths.length).toBeGreaterThanOrEqual(5);
        expect(new Set(deaths.map(({ diedAt }) => diedAt))).toContain('forward');
        for (const { diedAt, isInWindow, mids, twice, most, failed: kept } of deaths) {
          expect({ diedAt, mids }).toEqual({ diedAt, mids: expected });
          if (!isInWindow) expect({ diedAt, twice }).toEqual({ diedAt, twice: 0 });
          expect({ diedAt, most: Math.max(most, 2) }).toEqual({ diedAt, most: 2 });
          expect({ diedAt, kept: kept >= failed }).toEqual({ diedAt, kept: true });
        }
      });

      it('keeps what failed once, but for a death between the failed book and its memory', () => {
        const repeating = deaths.filter(({ failed: kept }) => kept !== failed).map(({ diedAt }) => diedAt);

        // Nothing else may repeat a line of the failed book.
        expect(repeating.filter((effect) => effect !== (moment === 'after' ? 'keepFailed' : 'remember'))).toEqual([]);
        expect(repeating.length).toBeLessThanOrEqual(1);
      });
    },
  );

  it.each(stageNames)(`%s on ${place} that never dies stores each event once`, async (stage) => {
    fakeConsole();
    const { expected, failed } = stages[stage];

    const books = await runStage(stage, { world: await makeWorld(stage) });

    jest.restoreAllMocks();
    expect(books).toEqual({ mids: expected, twice: 0, most: 1, failed });
  });

  const tallies = Object.fromEntries(stageNames.map((stage) => [stage, new Tally()])) as Record<StageName, Tally>;
  afterAll(() => {
    for (const stage of stageNames) process.stderr.write(`${tallies[stage].line(`${stage} on ${place}`, 'deaths')}\n`);
  });
}

async function dieEverywhere({ stage, moment, redelivery }: Sweep, makeWorld: MakeWorld): Promise<Death[]> {
  const deaths: Death[] = [];
  for (let call = 1; ; call++) {
    const life = new Mortality(call, moment);
    const books = await runStage(stage, {
      world: await makeWorld(stage),
      lives: livesOf(redelivery, life),
      redelivery,
    });
    if (life.diedAt === undefined) return deaths;
    deaths.push({ diedAt: life.diedAt, isInWindow: life.isInWindow, ...books });
  }
}

/** Where the first batch is short, the second is the one that dies. */
function livesOf(redelivery: Redelivery, life: Mortality): Mortality[] {
  return redelivery === 'elsewhere' ? [new Mortality(), life] : [life];
}
