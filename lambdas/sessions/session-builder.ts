import type { SessionDocument } from './session-document.js';
import type { SessionEvent } from './session-event.js';
import { sessionId } from './session-id.js';
import { FirstKnown, Pages, PlanSteps, Summaries, Workflows } from './session-parts.js';

/** What a document says of who, where and with what; the first event that knows it says it. */
const named = ['userId', 'channel', 'pdataId', 'pdataPid', 'pdataVer', 'browser', 'platform', 'cityId'] as const;

export interface BuilderSettings {
  /** Day of the first event. */
  readonly dt: string;
  readonly continued: boolean;
  /** Silence that is longer is time in which nothing happened. */
  readonly idleMs: number;
}

/** One session while its events come, in the order of their time. It holds what the document will, and no events. */
export class SessionBuilder {
  private readonly pages = new Pages();
  private readonly workflows = new Workflows();
  private readonly steps = new PlanSteps();
  private readonly summaries = new Summaries();
  private readonly first = new FirstKnown(named);
  private readonly counts = new Map<string, number>();
  private endtime: number;
  private spentMs = 0;

  constructor(
    private readonly opening: SessionEvent,
    private readonly settings: BuilderSettings,
  ) {
    this.endtime = opening.ets;
    this.add(opening);
  }

  add(event: SessionEvent): void {
    const silence = event.ets - this.endtime;
    const countedMs = silence > this.settings.idleMs ? 0 : silence;
    this.spentMs += countedMs;
    this.endtime = event.ets;
    this.counts.set(event.eid, (this.counts.get(event.eid) ?? 0) + 1);
    this.pages.add(event, countedMs);
    for (const part of [this.workflows, this.steps, this.summaries, this.first]) part.add(event);
  }

  document(): SessionDocument {
    const { did, sid, ets: starttime } = this.opening;
    const { dt, continued } = this.settings;
    const { userId: uid, channel, pdataId, pdataPid, pdataVer, browser, platform, cityId } = this.first.values;
    const summary = this.summaries.sum;
    const { exitPage } = this.pages;
    return {
      sessionid: sessionId({ did, sid, dt, starttime }),
      did,
      sid,
      ...(uid && { uid }),
      ...(channel && { channel }),
      pdata: {
        ...(pdataId && { id: pdataId }),
        ...(pdataPid && { pid: pdataPid }),
        ...(pdataVer && { ver: pdataVer }),
      },
      dt,
      starttime,
      endtime: this.endtime,
      duration: (this.endtime - starttime) / 1_000,
      timespent: this.spentMs / 1_000,
      pageviews: this.pages.count,
      interactions: this.counts.get('INTERACT') ?? 0,
      events: [...this.counts].sort(byName).map(([eid, count]) => ({ eid, count })),
      ...(exitPage !== undefined && { exitpage: exitPage }),
      pages: this.pages.items,
      workflows: this.workflows.list.items,
      plansteps: this.steps.list.items,
      ...(summary && { summary }),
      ...(browser && { browser }),
      ...(platform && { platform }),
      ...(cityId && { cityid: cityId }),
      continued,
      shortened: [this.pages, this.workflows.list, this.steps.list].some(({ isShortened }) => isShortened),
    };
  }
}

const byName = ([a]: readonly [string, number], [b]: readonly [string, number]): number => (a < b ? -1 : 1);
