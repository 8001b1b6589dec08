import './deployed-environment.js';
import type { FakeClock } from '../fakes/fake-clock.js';
import { fakeConsole } from '../fakes/fake-console.js';
import type { Meet } from '../fakes/fake-services.js';
import { type Redelivery, redeliveryNames } from './deliver.js';
import { runDeployed } from './deployed.js';
import { stageNames, stages } from './stages.js';
import { type Case, Tally } from './tally.js';

beforeEach(() => {
  fakeConsole();
  // No jitter: a second try comes at once.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => jest.restoreAllMocks());

type Trouble = 'dies before' | 'dies after' | 'loses the answer of';

/** Something that goes wrong at the k-th call of all. */
class TroubleAt {
  private calls = 0;
  /** The call that was struck. */
  at: string | undefined;

  constructor(
    private readonly trouble: Trouble,
    private readonly call: number,
  ) {}

  /** Begins an invocation, which the trouble may end. */
  begin(clock: FakeClock): Meet {
    let isDead = false;
    return async (at, input, run) => {
      if (isDead) throw new Error('dead');
      if (++this.calls !== this.call) return run(input);
      this.at = at;
      if (this.trouble !== 'dies before') await run(input);
      if (this.trouble !== 'loses the answer of') {
        isDead = true;
        clock.pass(clock.remainingMs());
      }
      throw new Error('socket hang up');
    };
  }

  get isInWindow(): boolean {
    return {
      'dies before': this.at === 'dynamodb BatchWriteItem',
      'dies after': this.at === 'kinesis PutRecords',
      'loses the answer of': this.at === 'kinesis PutRecords',
    }[this.trouble];
  }
}

async function sweep(stage: (typeof stageNames)[number], trouble: Trouble, redelivery: Redelivery) {
  const { frames } = stages[stage];
  const found: (Case & { at: string; failed: number })[] = [];
  for (let call = 1; ; call++) {
    const struck = new TroubleAt(trouble, call);
    const books = await runDeployed({
      stage,
      frames,
      redelivery,
      budgetMs: 60_000,
      begin: (clock) => struck.begin(clock),
    });
    if (struck.at === undefined) return found;
    found.push({ ...books, at: struck.at, isInWindow: struck.isInWindow });
  }
}

describe.each(stageNames)('%s as it is deployed', (stage) => {
  const { expected, failed } = stages[stage];
  const troubles = ['dies before', 'dies after', 'loses the answer of'] as const;
  const tallies = new Map(troubles.map((trouble) => [trouble, new Tally()]));
  afterAll(() => {
    for (const [trouble, tally] of tallies) {
      process.stderr.write(`${tally.line(`${stage} that ${trouble} a call`, 'calls')}\n`);
    }
  });

  const cases = troubles.flatMap((trouble) => redeliveryNames.map((redelivery) => ({ trouble, redelivery })));
  it.each(cases)(
    'that $trouble any of its calls, delivered again $redelivery, loses nothing, and stores twice only in the window',
    async ({ trouble, redelivery }) => {
      const found = await sweep(stage, trouble, redelivery);

      tallies.get(trouble)?.add(found, expected);
      expect(found.length).toBeGreaterThanOrEqual(5);
      expect(found.filter(({ mids }) => mids.join() !== expected.join())).toEqual([]);
      expect(found.filter(({ twice, isInWindow }) => twice > 0 && !isInWindow)).toEqual([]);
      expect(found.filter(({ failed: kept }) => kept < failed)).toEqual([]);
    },
  );
});
