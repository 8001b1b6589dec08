import { Readable } from 'node:stream';
import { printFailedReport } from '../../../../cli/commands/reindex/fill-failed.js';
import { indexFailedDays } from '../../../../cli/commands/reindex/index-failed-days.js';
import type { FailedDocument } from '../../../../lambdas/index-failed/failed-document.js';
import { anObjectOfLines } from '../../../factories/failed-objects.js';

const anObject = (...reasons: string[]) =>
  anObjectOfLines(reasons.map((reason) => JSON.stringify({ reason, at: '2026-11-10T05:00:00Z' })));
const whole = anObject('schema', 'future', 'late');
const keyOf = (day: string, name: string) => `failed/dt=${day}/hour=05/${name}.json.gz`;
const objects = new Map([
  [keyOf('2026-11-09', 'before'), anObject('schema')],
  [keyOf('2026-11-10', 'a'), whole],
  [keyOf('2026-11-10', 'b'), anObject('schema', 'refused by the index')],
  [keyOf('2026-11-11', 'broken'), Buffer.concat([anObject('schema'), whole.subarray(0, 20)])],
]);

/** A lake in memory, and an index that refuses one reason. */
function aStage() {
  const documents = new Map<string, unknown>();
  const ports = {
    lake: {
      async *list(prefix: string) {
        for (const key of objects.keys()) if (key.startsWith(prefix)) yield key;
      },
      open: async (key: string) => Readable.from([objects.get(key) ?? Buffer.alloc(0)]),
    },
    async put(all: readonly FailedDocument[]) {
      const taken = all.filter(({ document }) => document.reason !== 'refused by the index');
      for (const { index, id, document } of taken) documents.set(`${index}/${id}`, document);
      return { refused: all.length - taken.length };
    },
    countOf: async (prefix: string) => [...documents.keys()].filter((place) => place.includes(prefix)).length,
    progress: { taken() {}, end() {} },
  };
  return { documents, ports };
}

const days = ['2026-11-10', '2026-11-11'];

describe('failed events that are indexed by days', () => {
  it('are those of the folders, under the ids of index-failed, with what was refused and broken told', async () => {
    const { documents, ports } = aStage();

    const report = await indexFailedDays({ days, isDryRun: false }, ports);

    const [a, b, broken] = [keyOf('2026-11-10', 'a'), keyOf('2026-11-10', 'b'), keyOf('2026-11-11', 'broken')];
    const ids = [`${a}#1`, `${a}#2`, `${a}#3`, `${b}#1`, `${broken}#1`];
    expect([...documents.keys()]).toEqual(ids.map((id) => `failed-2026-11-10/${id}`));
    expect(report).toEqual({
      days: [
        { day: '2026-11-10', before: 0, objects: 2, indexed: 4, refused: 1, broken: 0 },
        { day: '2026-11-11', before: 0, objects: 1, indexed: 1, refused: 0, broken: 1 },
      ],
      broken: [broken],
    });
    expect(printFailedReport(report, { isDryRun: false })).toContain(`broken: ${broken}`);
  });

  it('are the same when they come again', async () => {
    const { documents, ports } = aStage();
    await indexFailedDays({ days, isDryRun: false }, ports);
    const once = new Map(documents);

    const again = await indexFailedDays({ days, isDryRun: false }, ports);

    expect(documents).toEqual(once);
    expect(again.days.map(({ before }) => before)).toEqual([4, 1]);
  });

  it('are only counted in a dry run', async () => {
    const { documents, ports } = aStage();

    const report = await indexFailedDays({ days, isDryRun: true }, ports);

    expect(documents.size).toBe(0);
    expect(report.days[0]).toMatchObject({ before: 0, objects: 2, indexed: 5 });
    expect(printFailedReport(report, { isDryRun: true })).toContain('nothing was changed (--dry-run)');
  });
});
