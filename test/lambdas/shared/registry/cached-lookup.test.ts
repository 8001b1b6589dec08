import fc from 'fast-check';
import { DependencyError } from '../../../../lambdas/shared/function/errors.js';
import { cachedLookup, type OpenFields } from '../../../../lambdas/shared/registry/cached-lookup.js';

const foundMs = 300_000;
const missingMs = 60_000;
const remainingMs = () => 20_000;

interface Given {
  readonly table?: Record<string, OpenFields>;
  readonly maxBytes?: number;
}

/** A cache before a table that can be written to, and tells what it was asked for. */
function aLookup({ table = {}, maxBytes = 1024 * 1024 }: Given = {}) {
  const clock = { ms: 1_000_000 };
  const reads: string[][] = [];
  const lookup = cachedLookup({
    read: async (entities) => {
      reads.push([...entities]);
      return new Map(Object.entries(table).filter(([entity]) => entities.includes(entity)));
    },
    foundMs,
    missingMs,
    maxBytes,
    now: () => clock.ms,
  });
  const find = async (...entities: string[]) => lookup(new Set(entities), remainingMs);
  return { table, clock, reads, find, remember: lookup.remember };
}

describe('cachedLookup', () => {
  it('asks the table once for all that it lacks, and then for nothing that it knows', async () => {
    const { find, reads } = aLookup({ table: { 'device#d-1': { state: 'Goa' } } });

    const first = await find('device#d-1', 'device#d-2');
    const second = await find('device#d-2', 'device#d-1', 'device#d-3');

    expect(reads).toEqual([['device#d-1', 'device#d-2'], ['device#d-3']]);
    expect([...first.records]).toEqual([['device#d-1', { state: 'Goa' }]]);
    expect([...second.records]).toEqual([...first.records]);
    expect([first, second]).toMatchObject([{ read: 2 }, { read: 1 }]);
  });

  it('asks for nothing when it is asked for nothing', async () => {
    const { find, reads } = aLookup();

    expect(await find()).toEqual({ records: new Map(), read: 0 });
    expect(reads).toEqual([]);
  });

  it('sees a change after the time that a record is believed, and not before', async () => {
    const { find, table, clock } = aLookup({ table: { 'user#u-1': { state: 'Goa' } } });
    await find('user#u-1');
    table['user#u-1'] = { state: 'Delhi' };

    clock.ms += foundMs;
    const before = await find('user#u-1');
    clock.ms += 1;
    const after = await find('user#u-1');

    expect([before, after].map(({ records }) => records.get('user#u-1')?.state)).toEqual(['Goa', 'Delhi']);
  });

  it('sees a new record after the shorter time that it is believed there is none', async () => {
    const { find, table, clock } = aLookup();
    await find('user#u-1');
    table['user#u-1'] = { state: 'Goa' };

    clock.ms += missingMs;
    const before = await find('user#u-1');
    clock.ms += 1;
    const after = await find('user#u-1');

    expect([before, after].map(({ records }) => records.size)).toEqual([0, 1]);
  });

  it('believes who has written a record more than what it knew, for as long as any other', async () => {
    const { find, reads, remember, clock } = aLookup({ table: { 'user#u-1': { state: 'Goa' } } });
    await find('user#u-1', 'user#u-2');

    remember('user#u-1', { state: 'Delhi' });
    remember('user#u-2', { state: 'Kerala' });
    clock.ms += foundMs;

    const { records } = await find('user#u-1', 'user#u-2');
    expect(records.get('user#u-1')).toEqual({ state: 'Delhi' });
    expect(records.get('user#u-2')).toEqual({ state: 'Kerala' });
    expect(reads).toHaveLength(1);
  });

  it('does not hand out what it could not read, nor remember that as missing', async () => {
    const reads = [new DependencyError('the table: down.')];
    const lookup = cachedLookup({
      read: async () => {
        const error = reads.pop();
        if (error) throw error;
        return new Map([['device#d-1', {}]]);
      },
      foundMs,
      missingMs,
      maxBytes: 10_000,
      now: Date.now,
    });

    await expect(lookup(new Set(['device#d-1']), remainingMs)).rejects.toThrow(DependencyError);
    expect((await lookup(new Set(['device#d-1']), remainingMs)).records.size).toBe(1);
  });

  it('forgets the one that was not asked for the longest when its room is full', async () => {
    const record = { name: 'x'.repeat(1_000) };
    const table = { 'content#a': record, 'content#b': record, 'content#c': record };
    const { find, reads } = aLookup({ table, maxBytes: 15_000 });
    await find('content#a');
    await find('content#b');
    await find('content#a');

    await find('content#c');
    await find('content#a');
    await find('content#b');

    expect(reads).toEqual([['content#a'], ['content#b'], ['content#c'], ['content#b']]);
  });

  it('answers with a record that is too large to be kept, each time from the table', async () => {
    const { find, reads } = aLookup({ table: { 'content#a': { name: 'x'.repeat(10_000) } }, maxBytes: 1_000 });

    const answers = [await find('content#a'), await find('content#a')];

    expect(answers.map(({ records }) => records.size)).toEqual([1, 1]);
    expect(reads).toHaveLength(2);
  });

  it('never takes one record for another, whatever is asked for in whatever order', async () => {
    const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
    const table = Object.fromEntries(['a', 'c', 'e', 'g'].map((id) => [id, { id, text: 'x'.repeat(400) }]));

    await fc.assert(
      fc.asyncProperty(fc.array(fc.uniqueArray(ids)), fc.nat(10_000), async (calls, maxBytes) => {
        const { find } = aLookup({ table, maxBytes: 1 + maxBytes });
        for (const entities of calls) {
          const { records } = await find(...entities);

          const there = entities.filter((id) => id in table);
          expect([...records].toSorted()).toEqual(there.map((id) => [id, table[id]]).toSorted());
        }
      }),
    );
  });
});
