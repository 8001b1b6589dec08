import { isObject } from '../../../lambdas/shared/telemetry/describe-value.js';

const text = 'witness';

/** Telemetry 3.0: what the edata of an eid must hold, with values that are allowed; nothing of the eids not named. */
const requiredEdata: Readonly<Record<string, object>> = {
  START: { type: text },
  END: { type: text },
  IMPRESSION: { type: text, pageid: text, uri: text },
  INTERACT: { type: text, id: text },
  ASSESS: { item: { id: text }, pass: 'Yes', score: 1, resvalues: [], duration: 1 },
  RESPONSE: { target: { id: text, ver: text, type: text }, type: text, values: [] },
  INTERRUPT: { type: text },
  LOG: { type: text, level: text, message: text },
  ERROR: { err: text, errtype: text, stacktrace: text },
  SHARE: { items: [] },
  SEARCH: { query: text, size: 1, topn: [] },
  SUMMARY: { type: text, starttime: 1, endtime: 2, timespent: 1, pageviews: 1, interactions: 1 },
  METRICS: { system: text, subsystem: text },
};

/** Telemetry 3.0: what an object or an entry of a list must hold wherever it stands, by its path. */
const requiredParts: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  '/context/cdata': { type: text, id: text },
  '/edata/visits': { objid: text, objtype: text },
  '/edata/target': { id: text, ver: text, type: text },
  '/edata/plugin': { id: text, ver: text },
  '/edata/object': { id: text, type: text, ver: text },
  '/edata/item': { id: text },
};

/** The smallest event of an eid that is stored. */
function smallestEvent(eid: string): Record<string, unknown> {
  return {
    eid,
    ets: 0,
    ver: '3.0',
    mid: text,
    actor: { id: text, type: text },
    context: { channel: text, env: text, pdata: { id: text } },
    edata: requiredEdata[eid] ?? {},
  };
}

/** The smallest event of an eid with some of its parts given. */
export function eventWith(eid: string, parts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return merge(smallestEvent(eid), parts, '') as Record<string, unknown>;
}

function merge(base: unknown, given: unknown, path: string): unknown {
  if (Array.isArray(given)) return given.map((element) => merge(requiredParts[path], element, path));
  if (typeof given !== 'object' || given === null) return given;
  const own = isObject(base) ? base : (requiredParts[path] ?? {});
  const merged = Object.entries(given).map(([key, value]) => [key, merge(own[key], value, `${path}/${key}`)]);
  return { ...own, ...Object.fromEntries(merged) };
}
