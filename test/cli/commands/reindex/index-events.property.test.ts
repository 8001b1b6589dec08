import * as fc from 'fast-check';
import { type Created, EventIndexer, type IndexPorts } from '../../../../cli/commands/reindex/index-events.js';
import type { LakeEvent } from '../../../../cli/commands/reindex/lake-events.js';

/** An index in memory, which makes a document once. */
function fakeIndex() {
  const documents = new Map<string, string>();
  const ports: IndexPorts = {
    create: async (all) =>
      all.map(({ index, id, line }): Created => {
        if (documents.has(`${index}/${id}`)) return 'exists';
        documents.set(`${index}/${id}`, line);
        return 'created';
      }),
    ownersOf: async (all) => all.map(({ index, id }) => JSON.parse(documents.get(`${index}/${id}`) ?? '{}')),
  };
  return { documents, ports };
}

const events = fc.array(
  fc.record({
    day: fc.constantFrom('2026-11-10', '2026-11-11'),
    mid: fc.constantFrom('a', 'b', 'c', 'a~1'),
    fingerprint: fc.constantFrom('1', '2', '3'),
  }),
  { maxLength: 60 },
);

const lineOf = (event: object): LakeEvent => ({ ...event, line: JSON.stringify(event) }) as LakeEvent;
const key = ({ day, mid, fingerprint }: { day: string; mid: string; fingerprint: string }) =>
  `${day} ${mid} ${fingerprint}`;

describe('events that are indexed out of the lake', () => {
  it('stand once each, in whatever order and however often they come, flushed anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.array(fc.nat(60)), async (all, flushes) => {
        const { documents, ports } = fakeIndex();
        const indexer = new EventIndexer((day) => day, ports);

        for (const [index, event] of all.entries()) {
          await indexer.add(lineOf(event));
          if (flushes.includes(index)) await indexer.flush();
        }
        await indexer.flush();

        const stored = [...documents.values()].map((line) => key(JSON.parse(line)));
        expect(stored.sort()).toEqual([...new Set(all.map(key))].sort());
        const counts = [...indexer.counts.values()];
        const sum = (name: 'read' | 'indexed' | 'repeats') => counts.reduce((total, one) => total + one[name], 0);
        expect([sum('read'), sum('indexed')]).toEqual([all.length, documents.size]);
        expect(sum('indexed') + sum('repeats')).toBe(all.length);
      }),
    );
  });

  it('are told of where their ids are in conflict with no document, and not tried without end', async () => {
    let tries = 0;
    const create: IndexPorts['create'] = async (all) => {
      if (tries++ > 3) throw new Error('tried without end');
      return all.map(() => 'exists');
    };
    const indexer = new EventIndexer((day) => day, { create, ownersOf: async (all) => all.map(() => undefined) });

    await indexer.add(lineOf({ day: '2026-11-10', mid: 'a', fingerprint: '1' }));
    await indexer.flush();

    expect(indexer.refused).toEqual([{ mid: 'a', reason: 'a conflict with a document that is not there' }]);
    expect(indexer.counts.get('2026-11-10')).toMatchObject({ read: 1, indexed: 0, repeats: 0, refused: 1 });
  });

  it('are told of by mid and reason where the index refuses them', async () => {
    const { ports } = fakeIndex();
    const create: IndexPorts['create'] = async (all) => all.map(() => ({ refused: 'mapper_parsing_exception' }));
    const indexer = new EventIndexer((day) => day, { ...ports, create });

    await indexer.add(lineOf({ day: '2026-11-10', mid: 'a', fingerprint: '1' }));
    await indexer.flush();

    expect(indexer.refused).toEqual([{ mid: 'a', reason: 'mapper_parsing_exception' }]);
    expect(indexer.counts.get('2026-11-10')).toMatchObject({ read: 1, indexed: 0, refused: 1 });
  });
});
