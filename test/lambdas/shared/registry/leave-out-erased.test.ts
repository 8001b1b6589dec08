import fc from 'fast-check';
import { DependencyError } from '../../../../lambdas/shared/function/errors.js';
import { leaveOutErased } from '../../../../lambdas/shared/registry/leave-out-erased.js';
import type { Standing } from '../../../../lambdas/shared/registry/records.js';

interface Row {
  readonly did: string;
  readonly actor: string;
}

const standingOf = (id: string): Standing | undefined => (['refused', 'erased'] as const)[Number(id.slice(2)) % 7];
const peopleOf = ({ did, actor }: Row) => [did, actor];
const aRow = ([did, actor]: readonly [number, number]): Row => ({ did: `u-${did}`, actor: `u-${actor}` });

/** Rows that are left, and who was known to have refused when each of them came. */
async function left(rows: readonly Row[], maxKnown?: number) {
  const asked: string[][] = [];
  const refused = new Set<string>();
  const standingsOf = async (ids: readonly string[]) => {
    asked.push([...ids]);
    return new Map(ids.flatMap((id) => (standingOf(id) ? [[id, standingOf(id) as Standing]] : [])));
  };
  const some = async function* () {
    yield* rows;
  };
  const found: [Row, boolean][] = [];
  for await (const row of leaveOutErased(some(), peopleOf, refused, standingsOf, maxKnown))
    found.push([row, refused.has(row.did)]);
  return { found, asked };
}

describe('rows', () => {
  it('are left out where anybody in them was erased, and known for who has refused before they come', async () => {
    const pair = fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 30 }));
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { maxLength: 50 }), async (pairs) => {
        const rows = pairs.map(aRow);

        const { found } = await left(rows);

        const kept = rows.filter((row) => !peopleOf(row).some((id) => standingOf(id) === 'erased'));
        expect(found).toEqual(kept.map((row) => [row, standingOf(row.did) === 'refused']));
      }),
    );
  });

  it('have their people looked up once each, a thousand rows at a time', async () => {
    const rows = Array.from({ length: 2_500 }, (_, row) => aRow([row % 1_200, 0]));

    const { asked } = await left(rows);

    expect(asked.map(({ length }) => length)).toEqual([1_000, 200]);
  });

  it('of more people than are remembered are judged all the same', async () => {
    const rows = Array.from({ length: 6_000 }, (_, row) => aRow([row % 4_000, 2]));

    const { found, asked } = await left(rows, 2_500);

    expect(found).toEqual(
      rows.flatMap((row) => (standingOf(row.did) === 'erased' ? [] : [[row, standingOf(row.did) === 'refused']])),
    );
    expect(asked.flat().length).toBeGreaterThan(4_000);
  });

  it('are not given out where the registry does not answer', async () => {
    const rows = async function* () {
      yield aRow([2, 2]);
    };
    const down = async () => {
      throw new DependencyError('down');
    };

    await expect(leaveOutErased(rows(), peopleOf, new Set(), down).next()).rejects.toThrow(DependencyError);
  });
});
