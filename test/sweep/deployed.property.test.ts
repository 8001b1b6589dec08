import './deployed-environment.js';
import fc from 'fast-check';
import { decodeFrame } from '../../lambdas/shared/frames/frame.js';
import { fakeConsole } from '../fakes/fake-console.js';
import { redeliveryNames } from './deliver.js';
import { manyFrames, runDeployed } from './deployed.js';
import { type StageName, stageNames, stages } from './stages.js';
import { anyTroubles, TroubledServices } from './troubles.js';

let output: ReturnType<typeof fakeConsole>;
beforeEach(() => {
  output = fakeConsole();
  // No jitter: a second try comes at once.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => jest.restoreAllMocks());

type Stored = readonly { readonly data: Uint8Array }[];

const eventsOf = (stage: StageName, stored: Stored) =>
  stages[stage].read(stored).map(({ mid, fingerprint }) => `${mid} ${fingerprint}`);

/** The lowest record with an event that is neither on the stream nor in the failed book; their number, when none is. */
function lowestUndone(
  stage: StageName,
  batch: readonly Uint8Array[],
  stored: Stored,
  failedLines: readonly string[],
): number {
  const there = new Set(eventsOf(stage, stored));
  const kept = new Set(failedLines.map((line) => JSON.parse(line).raw));
  const isUndone = (data: Uint8Array) => {
    const frame = decodeFrame(data);
    if ('reason' in frame) return !kept.has(`base64:${Buffer.from(data).toString('base64')}`);
    return frame.entries.some(([mid, print], index) => {
      const line = frame.lines[index] ?? '';
      return isEvent(line) ? !there.has(`${mid} ${print}`) : !kept.has(line);
    });
  };
  const index = batch.findIndex(isUndone);
  return index === -1 ? batch.length : index;
}

const isEvent = (line: string) => line.endsWith('}');

describe.each(stageNames)(
  '%s as it is deployed, when services refuse any entries, fail, answer late or not at all,',
  (stage) => {
    const { frames, expected, failed } = manyFrames[stage]();

    it.each(redeliveryNames)(
      'loses nothing, stores twice only what was not answered, and tries again only what was refused, in time; delivered again %s',
      async (redelivery) => {
        await fc.assert(
          fc.asyncProperty(anyTroubles, fc.integer({ min: 4_000, max: 60_000 }), async (troubles, budgetMs) => {
            output.lines.splice(0);
            const services = new TroubledServices(troubles);
            const reports: { reported: number; lowest: number }[] = [];
            const run = runDeployed({
              stage,
              frames,
              redelivery,
              budgetMs,
              begin: (clock) => services.begin(clock),
              onAnswer: (reported, batch, stored, kept) =>
                reports.push({ reported, lowest: lowestUndone(stage, batch, stored, kept) }),
            });
            const books = await troubles.scheduler.waitFor(run);

            const wasForgotten = output.lines.some((line) => line.includes('progress not remembered'));
            const unanswered = eventsOf(stage, services.unanswered).length;
            expect(books.mids).toEqual(expected);
            expect(services.wrongs).toEqual([]);
            expect(books.failed).toBeGreaterThanOrEqual(failed);
            if (!wasForgotten) expect(books.twice).toBeLessThanOrEqual(unanswered);
            expect(reports.filter(({ reported, lowest }) => reported > lowest)).toEqual([]);
            if (unanswered === 0 && !services.isKeptUnanswered && !wasForgotten)
              expect(reports.filter(({ reported, lowest }) => reported < lowest)).toEqual([]);
          }),
          // A run is long: its seed is told at once, rather than a smaller example looked for past the time of a test.
          { numRuns: 30, endOnFailure: true },
        );
      },
    );
  },
);
