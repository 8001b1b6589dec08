import type { ResultRecord } from '../../lake/read-result.js';
import { isObject } from '../../telemetry/describe-value.js';
import { compactJson } from '../compact-json.js';
import type { Cell, Dataset, ExhaustRun } from '../dataset.js';
import { folders, instants } from '../lake-parameters.js';
import { queries } from '../queries.generated.js';
import { unreadable } from '../unreadable.js';

/** An ASSESS event, as deep as the cells look. What is no object is taken for one without keys. */
interface Answer {
  readonly mid: unknown;
  readonly timestamp: unknown;
  readonly actor: Keys;
  readonly context: Keys;
  readonly rollup: Keys;
  readonly edata: Keys;
  readonly item: Keys;
}

type Keys = Readonly<Record<string, unknown>>;

const keysOf = (value: unknown): Keys => (isObject(value) ? value : {});

const text = (value: unknown): Cell => {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : compactJson(value);
};
const number = (value: unknown): Cell => (typeof value === 'number' ? value : text(value));
const json = (value: unknown): Cell => compactJson(value ?? []);

/** What users answered to a bot's questions. Columns and their order are Sunbird's of release 4.10.5, `@timestamp` twice. */
export const uciResponseExhaust: Dataset<Answer> = {
  name: 'uci-response-exhaust',
  kind: 'response',
  subject: 'conversation',
  needsKey: false,
  peopleOf: ({ context, actor }) => [String(context.did), String(actor.id)],
  source: {
    from: 'lake',
    sql: queries['uci-response-exhaust'],
    parameters: (run, settings) => [
      ...folders(run, settings),
      // As it stands in a line, which is JSON text.
      JSON.stringify(conversationOf(run)),
      run.channel,
      settings.uciPdata,
      ...instants(run),
    ],
    read: readAnswer,
  },
  layout: {
    columns: [
      { header: 'Message ID', cell: ({ mid }) => text(mid) },
      { header: 'Conversation ID', cell: (_, { run }) => conversationOf(run) },
      { header: 'Conversation Name', cell: (_, { run }) => run.bot?.name ?? null },
      { header: 'Device ID', cell: ({ context }) => text(context.did) },
      { header: 'Session ID', cell: ({ context }) => text(context.sid) },
      { header: 'Question Id', cell: ({ item }) => text(item.id) },
      { header: 'Question Type', cell: ({ item }) => text(item.type) },
      { header: 'Question Title', cell: ({ item }) => text(item.title) },
      { header: 'Question Description', cell: ({ item }) => text(item.desc) },
      { header: 'Question Duration', cell: ({ edata }) => rounded(edata.duration) },
      { header: 'Question Score', cell: ({ edata }) => number(edata.score) },
      { header: 'Question Max Score', cell: ({ item }) => number(item.maxscore) },
      { header: 'Question Options', cell: ({ item }) => json(item.params) },
      {
        header: 'Question Response',
        cell: ({ context, edata }, { refused }) => (refused.has(String(context.did)) ? '' : json(edata.resvalues)),
      },
      { header: 'X Path', cell: ({ rollup }) => text(rollup.l3) },
      { header: 'Eof', cell: ({ rollup }) => text(rollup.l4) },
      { header: 'Timestamp', cell: ({ timestamp }) => text(timestamp) },
      { header: '@timestamp', cell: ({ timestamp }) => text(timestamp) },
    ],
  },
};

function readAnswer({ line = '' }: ResultRecord, run: ExhaustRun): Answer | typeof unreadable | undefined {
  const event = parse(line);
  if (event === undefined) return unreadable;
  const [actor, context] = [keysOf(event.actor), keysOf(event.context)];
  if (!isOf(conversationOf(run), context.cdata)) return undefined;
  const edata = keysOf(event.edata);
  const [rollup, item] = [keysOf(context.rollup), keysOf(edata.item)];
  return { mid: event.mid, timestamp: event['@timestamp'], actor, context, rollup, edata, item };
}

/** Nothing for a line that was cut short: a query may find all that it asks for in its beginning. */
function parse(line: string): Keys | undefined {
  try {
    return keysOf(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function isOf(conversation: string, cdata: unknown): boolean {
  const entries = Array.isArray(cdata) ? cdata.map(keysOf) : [];
  return entries.some(({ type, id }) => type === 'Conversation' && id === conversation);
}

function conversationOf({ bot }: ExhaustRun): string {
  if (!bot) throw new Error('uci-response-exhaust: expected a run with a bot, found one without.');
  return bot.id;
}

function rounded(value: unknown): Cell {
  return typeof value === 'number' ? Math.round(value) : text(value);
}
