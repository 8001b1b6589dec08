import { athenaLiteral } from '../lake/athena-literal.js';
import { type Day, dayOf } from '../lake/days.js';
import { arrivalRange, findRangeFault } from './arrival-range.js';
import { findRequestFault } from './check-request.js';
import type { Bot, ExhaustRun, QuerySettings } from './dataset.js';
import { findDataset } from './datasets.js';

/** A request as it was taken. */
export interface TakenRequest {
  readonly requestId: string;
  readonly dataset: string;
  readonly channel: string;
  readonly datasetConfig: Readonly<Record<string, unknown>>;
  readonly outputFormat: 'csv' | 'json';
  readonly hasKey: boolean;
}

export interface PrepareSettings extends QuerySettings {
  readonly timeZone: string;
  readonly maxDays: number;
}

export interface PreparePorts {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Throws DependencyError when the registry can't be read. */
  readonly findBot: (id: string) => Promise<Bot | undefined>;
}

/** What Athena is asked. */
export interface Query {
  readonly queryString: string;
  /** SQL literals, one a `?`. */
  readonly executionParameters: readonly string[];
}

export type Prepared =
  /** Without a query where the rows are in the registry. */
  | { readonly run: ExhaustRun; readonly query?: Query; readonly fault?: undefined }
  /** Why it can't be run, for who made the request; to try again would change nothing. */
  | { readonly fault: string };

/** Turns a request into a run: the bot and the days that it is about, and the query with its values bound. */
export async function prepareRun(
  request: TakenRequest,
  settings: PrepareSettings,
  { now, findBot }: PreparePorts,
): Promise<Prepared> {
  const { timeZone, maxDays } = settings;
  const today: Day = dayOf(now(), timeZone);
  const fault = findRequestFault(request, { today, maxDays });
  const dataset = findDataset(request.dataset);
  if (fault !== undefined || !dataset) return { fault: fault ?? 'Invalid request' };

  const { requestId, channel, outputFormat, datasetConfig } = request;
  const bot = dataset.subject === 'conversation' ? await findBot(String(datasetConfig.conversationId)) : undefined;
  // Another channel's bot is as good as none: whose it is would be an answer too.
  if (dataset.subject === 'conversation' && bot?.ownerOrgID !== channel) {
    return { fault: 'No data found for conversation in DB' };
  }
  const range = arrivalRange(dataset.source.from === 'lake' ? datasetConfig : {}, bot, today);
  const run = { requestId, dataset: dataset.name, channel, outputFormat, range, timeZone, ...(bot && { bot }) };
  if (dataset.source.from === 'registry') return { run };

  const rangeFault = findRangeFault(range, { today, maxDays });
  if (rangeFault !== undefined) return { fault: rangeFault };
  const { sql, parameters } = dataset.source;
  return { run, query: { queryString: sql, executionParameters: parameters(run, settings).map(athenaLiteral) } };
}
