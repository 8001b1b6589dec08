import type { Dataset } from '../dataset.js';
import { folders, instants } from '../lake-parameters.js';
import { queries } from '../queries.generated.js';

interface StoredLine {
  readonly line: string;
  /** Told by the query: reading each line again would cost the writer more than all else that it does. */
  readonly people: readonly string[];
}

/** Every event of a channel, as it lies in the lake: one JSON object a line. */
export const telemetryRaw: Dataset<StoredLine> = {
  name: 'telemetry-raw',
  kind: 'raw',
  subject: 'channel',
  needsKey: false,
  source: {
    from: 'lake',
    sql: queries['telemetry-raw'],
    parameters: (run, settings) => [...folders(run, settings), run.channel, ...instants(run)],
    read: ({ line = '', did = '', actor = '' }) => ({ line, people: [did, actor] }),
  },
  peopleOf: ({ people }) => people,
  layout: { line: ({ line }) => line },
};
