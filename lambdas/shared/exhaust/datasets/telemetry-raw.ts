import type { Dataset } from '../dataset.js';
import { folders, instants } from '../lake-parameters.js';
import { queries } from '../queries.generated.js';

/** Every event of a channel, as it lies in the lake: one JSON object a line. */
export const telemetryRaw: Dataset<string> = {
  name: 'telemetry-raw',
  kind: 'raw',
  subject: 'channel',
  needsKey: false,
  source: {
    from: 'lake',
    sql: queries['telemetry-raw'],
    parameters: (run, settings) => [...folders(run, settings), run.channel, ...instants(run)],
    read: ({ line }) => line,
  },
  layout: { line: (line) => line },
};
