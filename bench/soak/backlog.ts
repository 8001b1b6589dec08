import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The event sources, and the streams that they read; as the runner names both. */
const sources: Readonly<Record<string, string>> = { 'dedup-source': 'ingest-stream', 'enrich-source': 'unique-stream' };

/** Bytes on the streams that no event source is done with yet, from the runner's own checkpoints and logs. */
export function backlogBytes(state: string): number {
  const behind = Object.entries(sources).flatMap(([source, stream]) => {
    const folder = join(state, 'kinesis', stream);
    return readdirSync(folder).map((shard) => {
      const checkpoint = join(state, 'event-sources', source, `${shard}.json`);
      return endOf(join(folder, shard)) - (existsSync(checkpoint) ? positionIn(checkpoint) : 0);
    });
  });
  return behind.reduce((sum, bytes) => sum + bytes, 0);
}

function positionIn(checkpoint: string): number {
  return (JSON.parse(readFileSync(checkpoint, 'utf8')) as { position: number }).position;
}

/** A log's segments are named by the position of their first byte. */
function endOf(log: string): number {
  const last = readdirSync(log).toSorted().at(-1);
  return last === undefined ? 0 : Number(last) + statSync(join(log, last)).size;
}
