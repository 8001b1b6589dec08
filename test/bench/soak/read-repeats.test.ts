import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRepeats } from '../../../bench/soak/read-repeats.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const line = (stream: string, ...events: [string, string][]) => ({
  cause: 'lostAnswer',
  at: 'PutRecords',
  stream,
  events,
});

describe('the repeats that a soak reads', () => {
  it('are counted an event, of those that are asked about, but for the stream before dedup', async () => {
    const file = join(folder(), 'may-repeat.jsonl');
    const lines = [
      line('ingest-stream', ['LOG:1', 'a']),
      line('unique-stream', ['LOG:1', 'a'], ['LOG:2', 'b']),
      line('enriched-stream', ['LOG:1', 'a'], ['LOG:1', 'other']),
    ];
    writeFileSync(file, lines.map((entry) => `${JSON.stringify(entry)}\n`).join(''));

    const repeats = await readRepeats(file, new Set(['a']), 'ingest-stream');

    expect([...repeats]).toEqual([['a LOG:1', 2]]);
  });

  it('are none where no fault made any', async () => {
    expect((await readRepeats(join(folder(), 'none'), new Set(['a']), 'ingest-stream')).size).toBe(0);
  });
});
