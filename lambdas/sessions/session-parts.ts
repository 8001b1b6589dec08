import { BoundedList } from './bounded-list.js';
import type { OwnSummary, PageView, PlanStep, Workflow } from './session-document.js';
import type { SessionEvent } from './session-event.js';

type Growing<T> = { -readonly [K in keyof T]: T[K] };

/** Entries of a document's lists at most: what runs on for two days must not make a line that no reader takes. */
const mostPages = 200;
const mostOthers = 100;

const seconds = (ms: number): number => ms / 1_000;
/** Not a person's id, with Sunbird's portals and with DIGIT's. */
const nobody: ReadonlySet<string> = new Set(['anonymous', 'usernotfound']);

/** The pages in the order in which they were shown: an IMPRESSION, or DIGIT's START of the type `page`. */
export class Pages {
  private readonly views = new BoundedList<Growing<PageView>>(mostPages);
  private current: Growing<PageView> | undefined;
  count = 0;
  exitPage: string | undefined;

  get items(): readonly PageView[] {
    return this.views.items;
  }

  get isShortened(): boolean {
    return this.views.isShortened;
  }

  /** @param countedMs time since the event before, 0 where nothing happened in it */
  add({ eid, ets, type, env, page }: SessionEvent, countedMs: number): void {
    if (this.current) this.current.timespent = seconds(Math.round(this.current.timespent * 1_000) + countedMs);
    const isView = eid === 'IMPRESSION' || (eid === 'START' && type === 'page');
    if (!isView || page === undefined) return;
    this.count++;
    this.exitPage = page;
    const view = { page, ...(type && { type }), ...(env && { env }), ets, timespent: 0 };
    this.current = this.views.add(view) ? view : undefined;
  }
}

/** What was opened by a START; an END closes the last of its type that is open. */
export class Workflows {
  readonly list = new BoundedList<Growing<Workflow>>(mostOthers);

  add({ eid, ets, type = '', mode, objectId, objectType }: SessionEvent): void {
    if (eid === 'START') {
      const about = { ...(mode && { mode }), ...(objectId && { objectid: objectId }) };
      this.list.add({ type, ...about, ...(objectType && { objecttype: objectType }), starttime: ets });
    }
    if (eid !== 'END') return;
    const open = this.list.items.filter((workflow) => workflow.type === type && workflow.endtime === undefined);
    // Of one millisecond STARTs come first: what began before is meant, unless nothing else is open.
    const ended = open.findLast(({ starttime }) => starttime < ets) ?? open.at(-1);
    if (ended) ended.endtime = ets;
  }
}

export class PlanSteps {
  readonly list = new BoundedList<PlanStep>(mostOthers);

  add({ plan, step, ets }: SessionEvent): void {
    if (plan !== undefined && step !== undefined) this.list.add({ plan, step, ets });
  }
}

/** Sums of the SUMMARY events. */
export class Summaries {
  private sums: Growing<OwnSummary> = { events: 0 };

  get sum(): OwnSummary | undefined {
    return this.sums.events > 0 ? this.sums : undefined;
  }

  add(event: SessionEvent): void {
    if (event.eid !== 'SUMMARY') return;
    this.sums.events++;
    for (const name of ['timespent', 'pageviews', 'interactions'] as const) {
      const more = event[name];
      if (more !== undefined) this.sums[name] = bounded((this.sums[name] ?? 0) + more);
    }
  }
}

/** JSON has no infinity: what is beyond the range of a double would be `null`. */
const bounded = (sum: number): number => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, sum));

/** The first value that is known, of each name. */
export class FirstKnown<K extends keyof SessionEvent> {
  readonly values: Partial<Pick<SessionEvent, K>> = {};

  constructor(private readonly names: readonly K[]) {}

  add(event: SessionEvent): void {
    for (const name of this.names) {
      const isKnown =
        event[name] !== undefined && !(name === 'userId' && nobody.has(String(event[name]).toLowerCase()));
      if (isKnown) this.values[name] ??= event[name];
    }
  }
}
