import fc from 'fast-check';
import { type Batch, done, reporting, useEventSources } from '../../../support/event-sources.js';
import { failure } from '../../../support/functions.js';
import { putTexts } from '../../../support/streams.js';
import { useTempFolder } from '../../../support/temp-folder.js';
import { until } from '../../../support/until.js';

// Back-off costs no time here.
jest.mock('node:timers/promises', () => ({
  ...jest.requireActual('node:timers/promises'),
  setTimeout: () => new Promise((resolve) => setImmediate(resolve)),
}));

const folder = useTempFolder();

describe('whatever a function does', () => {
  it('each record is done with or given up, exactly once, and no failing one is taken for done', async () => {
    let runs = 0;
    const kind = fc.constantFrom('good', 'good', 'throws', 'reported');
    const everyRecordEndsOnce = fc.asyncProperty(
      fc.array(kind, { maxLength: 12 }),
      fc.record({ batchSize: fc.integer({ min: 1, max: 6 }), retryAttempts: fc.integer({ min: 0, max: 2 }) }),
      async (kinds, settings) => {
        const records = kinds.map((name, index) => `${name}-${index}`);
        const handled: string[] = [];
        const answer = (batch: Batch) => {
          if (batch.some(({ text }) => text.startsWith('throws'))) return failure();
          const at = batch.findIndex(({ text }) => text.startsWith('reported'));
          const before = at === -1 ? batch : batch.slice(0, at);
          handled.push(...before.map(({ text }) => text));
          return at === -1 ? done : reporting(batch, batch[at]?.text ?? '');
        };
        const { poller, stream, undeliveredTexts } = propertySource(`${runs++}`)(answer, settings);
        putTexts(stream, records);

        poller.start();
        await until(() => poller.isIdle);
        await poller.stop();

        expect([...handled, ...undeliveredTexts().flat()].sort()).toEqual([...records].sort());
        expect(handled.filter((text) => !text.startsWith('good'))).toEqual([]);
      },
    );

    await fc.assert(everyRecordEndsOnce, { numRuns: 60 });
  });

  let path = '';
  const inPath = useEventSources(() => path);
  function propertySource(name: string) {
    path = `${folder()}/${name}`;
    return inPath;
  }
});
