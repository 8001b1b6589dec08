/** A page that was looked at. */
export interface PageView {
  /** `pageid`, or DIGIT's `url`. */
  readonly page: string;
  readonly type?: string;
  readonly env?: string;
  /** When it was shown; epoch milliseconds, as all times here. */
  readonly ets: number;
  /** Seconds until the next page or the end, without the time in which nothing happened. */
  readonly timespent: number;
}

/** What a START opened: the app itself, a player, an editor. */
export interface Workflow {
  readonly type: string;
  readonly mode?: string;
  readonly objectid?: string;
  readonly objecttype?: string;
  readonly starttime: number;
  /** Of the END of the same type; absent where none came. */
  readonly endtime?: number;
}

export interface PlanStep {
  readonly plan: string;
  readonly step: string;
  readonly ets: number;
}

/** Sums of what the producer's own SUMMARY events say; in its unit. */
export interface OwnSummary {
  readonly events: number;
  readonly timespent?: number;
  readonly pageviews?: number;
  readonly interactions?: number;
}

/**
 * One session: a line of `summary/`. Keys are lower-case throughout, which is what readers of JSON in Athena and Hive
 * want; `docs/sessions.md` explains each, and `lib/constructs/sessions/sessions-table.ts` has their types.
 */
export interface SessionDocument {
  readonly sessionid: string;
  readonly did: string;
  readonly sid: string;
  readonly uid?: string;
  readonly channel?: string;
  readonly pdata: { readonly id?: string; readonly pid?: string; readonly ver?: string };
  readonly dt: string;
  readonly starttime: number;
  readonly endtime: number;
  readonly duration: number;
  readonly timespent: number;
  readonly pageviews: number;
  readonly interactions: number;
  readonly events: readonly { readonly eid: string; readonly count: number }[];
  readonly exitpage?: string;
  readonly pages: readonly PageView[];
  readonly workflows: readonly Workflow[];
  readonly plansteps: readonly PlanStep[];
  readonly summary?: OwnSummary;
  readonly browser?: string;
  readonly platform?: string;
  readonly cityid?: string;
  /** The rest of a session that ran on: it was cut at midnight. */
  readonly continued: boolean;
  /** More pages, workflows or steps than a document holds: the first are in it. */
  readonly shortened: boolean;
}
