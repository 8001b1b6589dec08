/** Runs something for 0 to count - 1 in their order, at most `limit` at once. @throws the first error; others go unheard */
export async function forEachBounded(
  count: number,
  limit: number,
  run: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const takeTurns = async () => {
    while (next < count) await run(next++);
  };
  await Promise.all(Array.from({ length: Math.min(limit, count) }, takeTurns));
}
