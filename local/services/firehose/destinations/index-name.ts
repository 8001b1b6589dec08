/** `IndexRotationPeriod` → the part of a UTC time that is appended: "Configure index rotation for OpenSearch Service". */
const rotations: Readonly<Record<string, (isoTime: string) => string>> = {
  NoRotation: () => '',
  OneHour: (time) => `-${time.slice(0, 13).replace('T', '-')}`,
  OneDay: (time) => `-${time.slice(0, 10)}`,
  OneMonth: (time) => `-${time.slice(0, 7)}`,
};

/**
 * Names the index of a document by the time of its arrival, epoch milliseconds.
 *
 * @throws Error naming a rotation that the local runner doesn't know
 */
export function indexNamer(index: string, rotation: string, where: string): (arrivedAt: number) => string {
  const suffix = Object.hasOwn(rotations, rotation) ? rotations[rotation] : undefined;
  if (!suffix) {
    throw new Error(
      `${where}: expected an IndexRotationPeriod of ${Object.keys(rotations).join(', ')}, found ${rotation}.`,
    );
  }
  return (arrivedAt) => `${index}${suffix(new Date(arrivedAt).toISOString())}`;
}
