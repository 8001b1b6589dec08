import fc from 'fast-check';
import {
  type Count,
  countPeople,
  type PersonCount,
} from '../../../../../lambdas/shared/exhaust/datasets/count-people.js';

const id = fc.constantFrom('', 'a', 'b', 'c');
const person = fc.record({ did: id, actor: id, user: id, events: fc.integer({ min: 1, max: 9 }) });
/** Groups of counts, each group's together, as the query has them. */
const groups = fc.array(fc.array(person, { minLength: 1, maxLength: 10 }), { maxLength: 5 });
const groupOf = (index: number) => ({ day: '2026-11-20', eid: 'LOG', env: `e-${index}`, pdata: '' });

async function countsOf(rows: readonly PersonCount[]): Promise<Count[]> {
  const counts: Count[] = [];
  const some = async function* () {
    yield* rows;
  };
  for await (const count of countPeople(some())) counts.push(count);
  return counts;
}

describe('the people of a group', () => {
  it('are counted once each, and their events together', async () => {
    await fc.assert(
      fc.asyncProperty(groups, async (people) => {
        const rows = people.flatMap((some, index) => some.map((one) => ({ ...one, group: groupOf(index) })));

        const different = (ids: readonly string[]) => new Set(ids.filter((one) => one !== '')).size;
        expect(await countsOf(rows)).toEqual(
          people.map((some, index) => ({
            group: groupOf(index),
            events: some.reduce((sum, { events }) => sum + events, 0),
            devices: different(some.map(({ did }) => did)),
            users: different(some.map(({ user }) => user)),
          })),
        );
      }),
    );
  });

  it.each([
    ['day', { day: '2026-11-21' }],
    ['eid', { eid: 'START' }],
    ['env', { env: 'other' }],
    ['producer', { pdata: 'app' }],
  ])('of another %s are another group', async (_, other) => {
    const one = { did: 'd', actor: 'u', user: 'u', events: 1 };

    const counts = await countsOf([
      { ...one, group: groupOf(0) },
      { ...one, group: { ...groupOf(0), ...other } },
    ]);

    expect(counts.map(({ devices, users }) => [devices, users])).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });
});
