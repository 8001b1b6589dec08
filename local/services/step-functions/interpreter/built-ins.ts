import { createHash, randomUUID } from 'node:crypto';

/** "JSONata functions provided by Step Functions": algorithm → Node's name. */
const algorithms: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** "Transforming data with JSONata": what Step Functions adds to JSONata, and `$eval`, which it takes away. */
export const builtIns = {
  partition: (array: readonly unknown[], size: number) => {
    requireThat(Array.isArray(array), '$partition: expected an array as first argument');
    requireThat(Number.isInteger(size) && size > 0, '$partition: expected a positive integer as second argument');
    return Array.from({ length: Math.ceil(array.length / size) }, (_, at) => array.slice(at * size, (at + 1) * size));
  },
  range: (first: number, last: number, step: number) => {
    requireThat([first, last, step].every(Number.isInteger), '$range: expected three integers');
    requireThat(step !== 0, '$range: expected a step other than 0');
    return Array.from({ length: Math.max(0, Math.floor((last - first) / step) + 1) }, (_, at) => first + at * step);
  },
  hash: (data: unknown, algorithm: string) => {
    const name = algorithms[algorithm];
    requireThat(name !== undefined, `$hash: expected one of ${Object.keys(algorithms).join(', ')}, found ${algorithm}`);
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    return createHash(name as string)
      .update(text)
      .digest('hex');
  },
  random: (seed?: number) => (seed === undefined ? Math.random() : seeded(seed)),
  uuid: () => randomUUID(),
  parse: (text: string) => JSON.parse(text),
  eval: () => {
    throw new Error('$eval is not part of Step Functions; $parse reads JSON');
  },
};

/** The same number for the same seed, from 0 to below 1. Not AWS's own number, which is not documented. */
function seeded(seed: number): number {
  return createHash('sha256').update(String(seed)).digest().readUInt32BE(0) / 2 ** 32;
}

function requireThat(holds: boolean, message: string): void {
  if (!holds) throw new Error(message);
}
