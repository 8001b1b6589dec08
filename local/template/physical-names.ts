/** CDK ends a logical id with eight hexadecimal digits of the construct's path. */
const pathHash = /[0-9A-F]{8}$/;

/** Names for people: `LakeBucketB1D32E10` is `lake-bucket`; the hash stays where two would be alike. */
export function physicalNames(logicalIds: readonly string[]): Map<string, string> {
  const short = logicalIds.map((id) => kebab(id.replace(pathHash, '') || id));
  const counts = new Map<string, number>();
  for (const name of short) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map(
    logicalIds.map((id, index) => {
      const name = short[index] ?? id;
      return [id, counts.get(name) === 1 ? name : `${name}-${id.slice(-8).toLowerCase()}`];
    }),
  );
}

function kebab(id: string): string {
  return id
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/(?<=[A-Z])(?=[A-Z][a-z])/g, '-')
    .toLowerCase();
}
