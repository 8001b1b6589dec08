import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Input } from '../../local/calls/json-service.js';
import { type IsRefused, splitBatch } from '../../local/faults/split-batch.js';
import type { FakeClock } from '../fakes/fake-clock.js';
import type { Meet, Run } from '../fakes/fake-services.js';

/** What becomes of one call. */
export interface Treatment {
  readonly kind: 'done' | 'refused' | 'failed' | 'answer lost';
  /** Which entries are refused, by position, again and again. */
  readonly refuses: readonly boolean[];
  /** How long it takes. */
  readonly ms: number;
}

/** What becomes of the calls, in their order, until the list ends and all goes well; and in which order answers come. */
export interface Troubles {
  readonly treatments: readonly Treatment[];
  readonly scheduler: fc.Scheduler;
}

export const anyTroubles: fc.Arbitrary<Troubles> = fc.record({
  treatments: fc.array(
    fc.record({
      kind: fc.constantFrom('done', 'refused', 'refused', 'failed', 'answer lost'),
      refuses: fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
      ms: fc.nat({ max: 3_000 }),
    }),
    { maxLength: 25 },
  ),
  scheduler: fc.scheduler(),
});

const hash = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
const recordNames = ({ Records }: Input) => Records.map(({ Data }: Input) => hash(Data));

/** Tells the entries of a call apart, whatever changes of them between two tries. */
const entryNames: Readonly<Record<string, (input: Input) => string[]>> = {
  'kinesis PutRecords': recordNames,
  'firehose PutRecordBatch': recordNames,
  'dynamodb PutItem': ({ Item }) => [Item.mid.S],
  'dynamodb BatchExecuteStatement': ({ Statements }) => Statements.map(({ Parameters }: Input) => Parameters[0].S),
  'dynamodb BatchGetItem': ({ RequestItems }) =>
    Object.entries<Input>(RequestItems).flatMap(([table, { Keys }]) =>
      Keys.map((key: Input) => `${table} ${JSON.stringify(key)}`),
    ),
  'dynamodb BatchWriteItem': ({ RequestItems }) =>
    RequestItems.progress.map(({ PutRequest: { Item } }: Input) => `${Item.frame.S} ${Item.kept.BOOL}`),
};

/** What streamStage keeps back to answer in, and what putAll needs for another try. */
const [reserveMs, tryMs] = [3_000, 500];
const well: Treatment = { kind: 'done', refuses: [false], ms: 0 };

/** Services in trouble, and notes of what a stage must not do with them. */
export class TroubledServices {
  private readonly left: Treatment[];
  /** Entries that were sent again although they had been taken, or when there was no time for it. */
  readonly wrongs: string[] = [];
  /** Records whose forward was done without an answer. */
  readonly unanswered: { data: Uint8Array }[] = [];
  /** Whether the failed book took something without an answer. */
  isKeptUnanswered = false;

  constructor(private readonly troubles: Troubles) {
    this.left = [...troubles.treatments];
  }

  /** Begins an invocation. */
  begin(clock: FakeClock): Meet {
    const [sent, taken] = [new Set<string>(), new Set<string>()];
    const { scheduler } = this.troubles;
    return async (at, input, run) => {
      const names = (entryNames[at]?.(input) ?? []).map((name) => `${at} ${name}`);
      this.wrongs.push(...names.filter((name) => taken.has(name)).map((name) => `taken before: ${name}`));
      const hasTime = clock.remainingMs() - reserveMs >= tryMs;
      this.wrongs.push(...names.filter((name) => sent.has(name) && !hasTime).map((name) => `too late: ${name}`));
      for (const name of names) sent.add(name);
      const treatment = this.left.shift() ?? well;

      await scheduler.schedule(Promise.resolve(), at);
      clock.pass(treatment.ms);
      const isRefused = refusedBy(treatment, at, input);
      const answer = await this.treat(treatment, at, isRefused, input, run);
      for (const [index, name] of names.entries()) if (!isRefused(index)) taken.add(name);
      await scheduler.schedule(Promise.resolve(), at);
      return answer;
    };
  }

  private async treat({ kind }: Treatment, at: string, isRefused: IsRefused, input: Input, run: Run): Promise<Input> {
    if (kind === 'failed') throw new Error('throttled');
    if (kind === 'refused') return refuseSome(at, isRefused, input, run);
    const answer = await run(input);
    if (kind === 'done') return answer;
    if (at === 'kinesis PutRecords') this.unanswered.push(...input.Records.map(({ Data }: Input) => ({ data: Data })));
    if (/^(firehose|s3) /.test(at)) this.isKeptUnanswered = true;
    throw new Error('socket hang up');
  }
}

function refusedBy({ kind, refuses }: Treatment, at: string, input: Input): IsRefused {
  const wants: IsRefused = (index) => kind === 'refused' && refuses[index % refuses.length] === true;
  const batch = splitBatch[at];
  if (!batch) return () => false;
  // DynamoDB puts off some items of several, and never all.
  const last = batch.count(input) - 1;
  return (index) => wants(index) && !(batch.least > 1 && index === last);
}

async function refuseSome(at: string, isRefused: IsRefused, input: Input, run: Run): Promise<Input> {
  const batch = splitBatch[at];
  if (!batch) throw new Error('throttled');
  const taken = batch.taken(input, isRefused);
  return batch.answer(input, isRefused, taken ? await run(taken) : {});
}
