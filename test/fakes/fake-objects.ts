import { Readable } from 'node:stream';

/** Objects of a bucket in memory, and the order of what was done to them. */
export function fakeObjects(objects: Readonly<Record<string, string | Uint8Array>> = {}, effects: string[] = []) {
  const held = new Map(Object.entries(objects));
  return {
    effects,
    held,
    async open(key: string) {
      const body = held.get(key);
      return body === undefined ? undefined : Readable.from([Buffer.from(body as Uint8Array)]);
    },
    async read(key: string) {
      const body = held.get(key);
      return body === undefined ? undefined : Buffer.from(body as Uint8Array).toString();
    },
    async write(key: string, text: string) {
      effects.push(`write ${key}`);
      held.set(key, text);
    },
    async remove(key: string) {
      effects.push(`remove ${key}`);
      held.delete(key);
    },
  };
}
