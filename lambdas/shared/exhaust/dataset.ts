import type { SqlValue } from '../lake/athena-literal.js';
import type { DayRange } from '../lake/days.js';
import type { ResultRecord } from '../lake/read-result.js';
import type { unreadable } from './unreadable.js';

/** A bot, as a dataset needs it. */
export interface Bot {
  readonly id: string;
  readonly name: string;
  /** The channel that it belongs to. */
  readonly ownerOrgID: string;
  readonly startDate?: string;
  readonly endDate?: string;
}

/** A request that was found good, with all that its query and its cells need. Plain data: it travels between functions. */
export interface ExhaustRun {
  readonly requestId: string;
  readonly dataset: string;
  readonly channel: string;
  readonly outputFormat: 'csv' | 'json';
  /** Days of arrival, in `timeZone`. */
  readonly range: DayRange;
  readonly timeZone: string;
  /** Of a dataset about a conversation. */
  readonly bot?: Bot;
}

/** What a query needs besides. */
export interface QuerySettings {
  /** Days after its own in which an event may still have come to the lake, such as after an outage. */
  readonly lateDays: number;
  /** SQL LIKE pattern of the `pdata.id` of bots. */
  readonly uciPdata: string;
}

/** Someone registered with a bot. The name is of those who agreed, and told it. */
export interface Registrant {
  readonly userId: string;
  readonly consent: boolean;
  readonly username?: string;
  /** The name as upstream encrypts it. */
  readonly ciphertext?: string;
}

/** Rows from a query over the telemetry table. */
export interface LakeSource<Row> {
  readonly from: 'lake';
  /** For Athena and for DuckDB, the same text; it is never changed by what somebody asks for. */
  readonly sql: string;
  /** Values of its `?`, in their order. */
  readonly parameters: (run: ExhaustRun, settings: QuerySettings) => readonly SqlValue[];
  /** The row of a record; nothing where the query, which can't look into lists, took one too many. */
  readonly read: (record: ResultRecord, run: ExhaustRun) => Row | typeof unreadable | undefined;
}

/** Rows from the registry: all who are registered with the run's bot. */
export interface RegistrySource<Row> {
  readonly from: 'registry';
  readonly read: (registrant: Registrant) => Row;
}

/** A cell's value: `null` is nothing at all, where '' is an empty text. */
export type Cell = string | number | null;

export interface CellContext {
  readonly run: ExhaustRun;
  /** User ids of those who don't want their answers to be given out. */
  readonly refused: ReadonlySet<string>;
}

export interface Column<Row> {
  readonly header: string;
  readonly cell: (row: Row, context: CellContext) => Cell;
}

/**
 * What can be asked for, with rows as they come from its source and as its cells have them: the same, unless they are
 * gathered. One more is a file in `datasets/`, a line in `datasets.ts`, a schema and a test.
 */
export interface Dataset<Row, Found = Row> {
  readonly name: string;
  /** Names its files: `<subject>_<kind>_<day>`. */
  readonly kind: string;
  /** What its files are about, and are named after. */
  readonly subject: 'conversation' | 'channel';
  /** Given out with a password or not at all. */
  readonly needsKey: boolean;
  readonly source: LakeSource<Found> | RegistrySource<Found>;
  /** Ids of all whom a row is about, users or devices. It is left out where one of them was erased. */
  readonly peopleOf: (found: Found) => readonly string[];
  /** Makes few rows of many, after those of the erased are gone. */
  readonly gather?: (found: AsyncIterable<Found>) => AsyncIterable<Row>;
  /** Cells for CSV or for an object a line; or a line as it is, for a dataset that has no columns. */
  readonly layout: { readonly columns: readonly Column<Row>[] } | { readonly line: (row: Row) => string };
}
