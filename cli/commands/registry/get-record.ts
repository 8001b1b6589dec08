import type { Registry } from './open-registry.js';
import type { Options } from './options.js';

/** Prints a record. @returns the exit code */
export async function getRecord({ kind, id }: Options, registry: Registry): Promise<number> {
  const { status, errmsg, result } = await registry.call('GET', kind, id);
  if (status === 200) {
    console.log(JSON.stringify(result.record, null, 2));
    return 0;
  }
  console.error(errmsg);
  return 2;
}
