import type { ResultRecord } from '../../lake/read-result.js';
import type { Dataset } from '../dataset.js';
import { folders, instants } from '../lake-parameters.js';
import { queries } from '../queries.generated.js';
import { unreadable } from '../unreadable.js';

interface StoredLine {
  readonly line: string;
  /** Told by the query: reading each line again would cost the writer more than all else that it does. */
  readonly people: readonly string[];
}

/** Where else an event may name somebody: what enrichment looks up before all else, and whom an AUDIT is about. */
const rarePlaces = /"uid":|"dimensions":|"object":\{(?:[^{}]|\{[^{}]*\})*?"type":"user"/i;

/** Ids of those whom few events name, so that few are read for it; nothing for a line that is no JSON. */
function othersIn(line: string): readonly string[] | undefined {
  if (!rarePlaces.test(line)) return [];
  const event = parse(line);
  if (!event) return undefined;
  const { uid, dimensions, object } = event;
  const about = String(object?.type).toLowerCase() === 'user' ? object?.id : undefined;
  return [uid, dimensions?.did, about].filter((id) => typeof id === 'string');
}

function parse(line: string): Named | undefined {
  try {
    return JSON.parse(line) as Named;
  } catch {
    return undefined;
  }
}

/**
 * A query may find all that it asks for in the beginning of a line that was cut short, so its end is looked at; to read it
 * all would cost too much.
 */
function readLine({ line = '', did = '', actor = '' }: ResultRecord): StoredLine | typeof unreadable {
  const others = line.endsWith('}') ? othersIn(line) : undefined;
  return others ? { line, people: [did, actor, ...others] } : unreadable;
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
    read: readLine,
  },
  peopleOf: ({ people }) => people,
  layout: { line: ({ line }) => line },
};
