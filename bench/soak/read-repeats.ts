import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { MayRepeat } from '../../local/faults/forwards.js';

/** How often an event may have come again, by `mid fingerprint`. */
export type Repeats = ReadonlyMap<string, number>;

export const repeatKey = (mid: string, fingerprint: string): string => `${fingerprint} ${mid}`;

/**
 * Reads what the runner wrote down of faults after which events may be stored twice.
 *
 * @param fingerprints of the events that are asked about; the others are passed over
 * @param absorbed the stream before dedup: what is put there twice is to be stored once all the same
 */
export async function readRepeats(
  file: string,
  fingerprints: ReadonlySet<string>,
  absorbed: string,
): Promise<Map<string, number>> {
  const repeats = new Map<string, number>();
  if (!existsSync(file)) return repeats;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { stream, events } = JSON.parse(line) as MayRepeat;
    if (stream === absorbed) continue;
    for (const [mid, fingerprint] of events) {
      if (!fingerprints.has(fingerprint)) continue;
      const key = repeatKey(mid, fingerprint);
      repeats.set(key, (repeats.get(key) ?? 0) + 1);
    }
  }
  return repeats;
}
