import { type FramedEvent, framedEvent } from '../../lambdas/shared/frames/frame.js';
import type { TelemetryEvent } from '../../lambdas/shared/telemetry/types.js';

export type ValidEvent = TelemetryEvent & { mid: string };

/** The smallest edata that is strictly valid, by eid. */
export const smallestEdata: Readonly<Record<string, object>> = {
  ASSESS: { item: { id: 'q1' }, pass: 'Yes', score: 1, resvalues: [], duration: 3 },
  AUDIT: {},
  END: { type: 'app' },
  ERROR: { err: '500', errtype: 'SYSTEM', stacktrace: '' },
  EXDATA: {},
  FEEDBACK: {},
  HEARTBEAT: {},
  IMPRESSION: { type: 'view', pageid: 'home', uri: '/' },
  INTERACT: { type: 'click', id: 'go' },
  INTERRUPT: { type: 'background' },
  LOG: { type: 'system', level: 'INFO', message: '' },
  METRICS: { system: 'pipeline', subsystem: 'dedup' },
  RESPONSE: { target: { id: 'q1', ver: '1', type: 'question' }, type: 'CHOOSE', values: [] },
  SEARCH: { query: '', size: 0, topn: [] },
  SHARE: { items: [] },
  START: { type: 'app' },
  SUMMARY: { type: 'app', starttime: 1, endtime: 2, timespent: 1, pageviews: 1, interactions: 0 },
};

/** The smallest valid event of its eid, LOG unless told otherwise; an edata that is an object is put on top of it. */
export function anEvent(overrides: TelemetryEvent = {}): ValidEvent {
  const smallest = smallestEdata[String(overrides.eid ?? 'LOG').toUpperCase()];
  return {
    eid: 'LOG',
    ets: 1_700_000_000_000,
    ver: '3.0',
    mid: 'LOG:1',
    actor: { id: 'user-1', type: 'User' },
    context: { channel: 'channel-1', pdata: { id: 'app-1' }, env: 'home' },
    ...overrides,
    edata:
      'edata' in overrides && !isObject(overrides.edata)
        ? overrides.edata
        : { ...smallest, ...(overrides.edata as object) },
  };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Events with mids of their own. */
export function someEvents(count: number, overrides: TelemetryEvent = {}): ValidEvent[] {
  return Array.from({ length: count }, (_, index) => anEvent({ mid: `LOG:${index + 1}`, ...overrides }));
}

/** An event without one of its keys. */
export function anEventWithout(key: string): TelemetryEvent {
  const { [key]: _, ...rest } = anEvent();
  return rest;
}

/** JSON text of an event that nests `levels` objects and arrays in all, its own included. */
export function anEventTextOfDepth(levels: number, overrides: TelemetryEvent = {}): string {
  const inner = levels - 2;
  const text = JSON.stringify(anEvent({ ...overrides, edata: { deep: 0 } }));
  return text.replace('"deep":0', `"deep":${'['.repeat(inner)}${']'.repeat(inner)}`);
}

export function framed(event: ValidEvent): FramedEvent {
  return framedEvent(event.mid, JSON.stringify(event));
}

/** An event of which two fill an aggregate of the enriched stream. */
export const aLargeEvent = (mid: string): ValidEvent => anEvent({ mid, edata: { message: 'x'.repeat(480 * 1024) } });
