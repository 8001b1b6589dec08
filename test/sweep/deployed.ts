import './deployed-environment.js';
import { handler as dedup } from '../../lambdas/dedup/handler.js';
import { handler as enrich } from '../../lambdas/enrich/handler.js';
import { anEvent } from '../factories/events.js';
import { aFrame, aFrameOfLines } from '../factories/frames.js';
import { aContext, aKinesisEvent } from '../factories/kinesis-events.js';
import { fakeClock } from '../fakes/fake-clock.js';
import { fakeServices, type Meet } from '../fakes/fake-services.js';
import { deliver, type Handler, type Redelivery } from './deliver.js';
import { type Books, countStored, type StageName } from './stages.js';

/** The stages as they are deployed: their handlers, with all of their adapters. */
const handlers: Readonly<Record<StageName, Handler>> = { dedup, enrich };

type Taken = { readonly data: Uint8Array };

export interface DeployedRun {
  readonly stage: StageName;
  readonly frames: readonly Uint8Array[];
  readonly redelivery: Redelivery;
  /** Milliseconds of an invocation. */
  readonly budgetMs: number;
  /** Begins an invocation. @returns what stands around its calls */
  readonly begin: (clock: ReturnType<typeof fakeClock>) => Meet;
  /** Told of each answer: the index of the reported record, and what stream and failed book have by then. */
  readonly onAnswer?: (
    reported: number,
    batch: readonly Uint8Array[],
    taken: readonly Taken[],
    kept: readonly string[],
  ) => void;
}

/** Delivers frames to a deployed stage until all is through, and counts what came out. */
export async function runDeployed(given: DeployedRun): Promise<Books> {
  const { stage, frames, redelivery, budgetMs, begin, onAnswer } = given;
  const services = await fakeServices();
  const process = (): Handler => async (event) => {
    const clock = fakeClock(budgetMs);
    services.use(begin(clock));
    const answer = await handlers[stage](event, { ...aContext(), getRemainingTimeInMillis: clock.remainingMs });
    const [failure] = answer.batchItemFailures;
    const reported = event.Records.findIndex(({ kinesis }) => kinesis.sequenceNumber === failure?.itemIdentifier);
    const batch = event.Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64'));
    onAnswer?.(failure ? reported : batch.length, batch, services.taken, services.kept);
    return answer;
  };
  await deliver(aKinesisEvent(frames).Records, process, [], redelivery);
  const failed = services.kept.filter((line) => (JSON.parse(line).part ?? 1) === 1).length;
  return { ...countStored(stage, services.taken), failed };
}

/** Frames enough for several calls of each kind, with what is to come out of them. */
export const manyFrames = {
  dedup: () => {
    const events = Array.from({ length: 120 }, (_, index) => anEvent({ mid: `LOG:${index}`, ets: index + 1 }));
    const frames = Array.from({ length: 30 }, (_, frame) => [
      ...events.slice(4 * frame, 4 * frame + 4),
      ...(frame % 3 === 2 ? events.slice(4 * frame - 8, 4 * frame - 4) : []),
    ]);
    const collision = anEvent({ mid: 'LOG:7', edata: { other: true } });
    return {
      frames: [...frames.map((list) => aFrame(list).data), Buffer.from('no frame'), aFrame([collision]).data],
      expected: [...events, collision].map(({ mid }) => mid).toSorted(),
      failed: 1,
    };
  },
  enrich: () => {
    const events = Array.from({ length: 60 }, (_, index) => anEvent({ mid: `LOG:${index}`, ets: index + 1 }));
    const frames = Array.from({ length: 30 }, (_, frame) => aFrame(events.slice(2 * frame, 2 * frame + 2)).data);
    const lines = ['{"eid":', JSON.stringify(anEvent({ mid: 'LOG:60' }))];
    const entries = [
      ['faulty', 'fingerprint-1'],
      ['LOG:60', 'fingerprint-2'],
    ] as const;
    return {
      frames: [...frames, Buffer.from('no frame'), aFrameOfLines(lines, { entries }).data],
      expected: [...events.map(({ mid }) => mid), 'LOG:60'].toSorted(),
      failed: 2,
    };
  },
} satisfies Record<StageName, unknown>;
