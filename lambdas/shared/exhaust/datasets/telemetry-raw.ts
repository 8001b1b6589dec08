import type { Dataset } from '../dataset.js';
import { folders, instants } from '../lake-parameters.js';
import { queries } from '../queries.generated.js';

interface StoredLine {
  readonly line: string;
  /** Told by the query: reading each line again would cost the writer more than all else that it does. */
  readonly people: readonly string[];
}

/** Where else an event may name somebody: what enrichment looks up before all else, and whom an AUDIT is about. */
const rarePlaces = /"uid":|"dimensions":|"object":\{(?:[^{}]|\{[^{}]*\})*?"type":"user"/i;

/** Ids of those whom few events name, so that few are read for it. */
function othersIn(line: string): readonly string[] {
  if (!rarePlaces.test(line)) return [];
  const { uid, dimensions, object } = JSON.parse(line) as Named;
  const about = String(object?.type).toLowerCase() === 'user' ? object?.id : undefined;
  return [uid, dimensions?.did, about].filter((id) => typeof id === 'string');
}

interface Named {
  readonly uid?: unknown;
  readonly dimensions?: { readonly did?: unknown } | null;
  readonly object?: { readonly id?: unknown; readonly type?: unknown } | null;
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
    read: ({ line = '', did = '', actor = '' }) => ({ line, people: [did, actor, ...othersIn(line)] }),
  },
  peopleOf: ({ people }) => people,
  layout: { line: ({ line }) => line },
};
