import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { Lake } from '../../cli/commands/reindex/lake-events.js';

/** A stored event, as far as a rebuild asks. */
export interface StoredEvent {
  readonly mid: string;
  readonly '@timestamp': string;
  readonly metadata: { readonly fingerprint: string };
  readonly [key: string]: unknown;
}

/** A stored event of a moment, ISO 8601 in UTC. */
export function aStoredEvent(time: string, mid: string, overrides: object = {}): StoredEvent {
  return {
    eid: 'LOG',
    mid,
    ver: '3.0',
    syncts: Date.parse(time),
    '@timestamp': time,
    metadata: { fingerprint: `of-${mid}` },
    edata: { type: 'system', level: 'INFO', message: `about ${mid}` },
    ...overrides,
  };
}

/** A lake in memory: folder of the day of arrival → objects of events. */
export function aLake(folders: Readonly<Record<string, readonly (readonly StoredEvent[])[]>>): Lake {
  const objects = new Map<string, Buffer>(
    Object.entries(folders).flatMap(([day, files]) =>
      files.map((events, index) => {
        const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');
        return [`telemetry/dt=${day}/hour=05/${index}.json.gz`, gzipSync(lines)] as const;
      }),
    ),
  );
  return {
    async *list(prefix) {
      for (const key of objects.keys()) if (key.startsWith(prefix)) yield key;
    },
    open: async (key) => Readable.from([objects.get(key) ?? Buffer.alloc(0)]),
  };
}
