import type { RegistryReader, Standing } from './records.js';

/** Rows that are looked up at a time. */
const lookupSize = 1_000;

/**
 * Rows as they come but for those about somebody erased, with `refused` filled before each of them: whoever has refused
 * is masked, whether registered with this bot or not. A person is asked for once, as long as not too many are known.
 *
 * @param maxKnown people that are remembered at a time; some 30 MB of ids
 * @throws DependencyError when the registry can't be read: who was erased does not pass for want of an answer
 */
export async function* leaveOutErased<Row>(
  rows: AsyncIterable<Row>,
  peopleOf: (row: Row) => readonly string[],
  refused: Set<string>,
  standingsOf: RegistryReader['standingsOf'],
  maxKnown = 250_000,
): AsyncGenerator<Row> {
  const known = new Map<string, Standing | undefined>();
  const isErased = (id: string) => known.get(id) === 'erased';
  for await (const some of inChunks(rows, lookupSize)) {
    if (known.size > maxKnown) {
      known.clear();
      refused.clear();
    }
    const people = [...new Set(some.flatMap(peopleOf))].filter((id) => !known.has(id));
    const standings = people.length > 0 ? await standingsOf(people) : new Map<string, Standing>();
    for (const id of people) {
      known.set(id, standings.get(id));
      if (standings.get(id) === 'refused') refused.add(id);
    }
    for (const row of some) if (!peopleOf(row).some(isErased)) yield row;
  }
}

async function* inChunks<T>(values: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let chunk: T[] = [];
  for await (const value of values) {
    chunk.push(value);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
