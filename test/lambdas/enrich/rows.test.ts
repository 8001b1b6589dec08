import { addRecords, mendEvent } from '../../../lambdas/enrich/enrich-event.js';
import type { EnrichContext, EnrichedEvent, Enricher, EnrichmentRow } from '../../../lambdas/enrich/enricher.js';
import { enrichersWith } from '../../../lambdas/enrich/enrichers.js';
import type { OpenFields } from '../../../lambdas/shared/registry/cached-lookup.js';
import type { TelemetryEvent } from '../../../lambdas/shared/telemetry/types.js';
import { aContextOfEnrich, endOfToday } from '../../factories/enrich-contexts.js';
import { anEvent } from '../../factories/events.js';
import { aHeader } from '../../factories/frames.js';
import { aPlan } from '../../factories/plans.js';
import { parityExamples } from './parity-examples.js';

type Json = Record<string, unknown>;

const enrichers = enrichersWith([aPlan({ open: { eid: 'LOG' } })]);
const all: readonly Enricher[] = [...enrichers.mending, ...enrichers.adding];
const nameOf = ({ rows: [first] }: Enricher) => first?.property;

/** Every record that any example has, with every field that any of them gives it. */
const records: Record<string, Json> = {};
for (const { records: some = {} } of parityExamples) {
  for (const [entity, record] of Object.entries(some)) records[entity] = { ...record, ...records[entity] };
}
records['content#do_1'] = { ...records['content#do_1'], keywords: ['k'] };
records['content#do_book'] = { ...records['content#do_1'] };

const phone = 'Mozilla/5.0 (Linux; Android 13; SM-A515F Build/TP1A; wv) Chrome/116.0.0.0 Mobile Safari/537.36';
const contexts: readonly EnrichContext[] = [
  aContextOfEnrich({
    header: aHeader({ userAgent: phone }),
    notes: { mid_collision: true, repaired: [], redacted: ['otp'] },
  }),
  aContextOfEnrich({ header: aHeader({ userAgent: 'Googlebot/2.1' }) }),
];
const events: readonly TelemetryEvent[] = [
  ...parityExamples.map(({ event }) => event),
  anEvent({ ets: endOfToday + 1, context: { channel: ' ' }, actor: { id: 'f:p:u-1', type: 'User' } }),
  anEvent({ object: { id: 'ab1cd2', type: 'QR' } }),
];

/** Runs all enrichers, and notes what each of them changes, as paths such as `metadata.fingerprint`. */
function watchWrites(): Map<string | undefined, Set<string>> {
  const written = new Map(all.map((enricher) => [nameOf(enricher), new Set<string>()]));
  const watched = (enricher: Enricher): Enricher => ({
    ...enricher,
    enrich(event, context, record) {
      const before = structuredClone(event);
      enricher.enrich(event, context, record);
      for (const path of changedPaths(before, event)) written.get(nameOf(enricher))?.add(path);
    },
  });
  const both = { mending: enrichers.mending.map(watched), adding: enrichers.adding.map(watched) };
  const known = new Map<string, OpenFields>(Object.entries(records));
  for (const context of contexts) {
    for (const event of events) addRecords(mendEvent(structuredClone(event), both, context), both, known);
  }
  return written;
}

/** Leaves of two levels that are there now, and were not or were another: what is removed is not written. */
function changedPaths(before: EnrichedEvent, after: EnrichedEvent): string[] {
  return Object.entries(after).flatMap(([key, value]) => {
    const [was, is] = [leavesOf(key, before[key]), leavesOf(key, value)];
    return [...is].filter(([path, text]) => was.get(path) !== text).map(([path]) => path);
  });
}

function leavesOf(key: string, value: unknown): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map([[key, JSON.stringify(value)]]);
  return new Map(Object.entries(value).map(([field, inner]) => [`${key}.${field}`, JSON.stringify(inner)]));
}

/** The paths that a row names. */
function namedBy({ property, flags = {}, fields }: EnrichmentRow): string[] {
  const own = fields ? Object.keys(fields).map((field) => `${property}.${field}`) : [property];
  const isFlags = property === 'flags';
  return [...(isFlags ? [] : own), ...Object.keys(flags).map((flag) => `flags.${flag}`)];
}

describe('the rows of an enricher', () => {
  const written = watchWrites();

  it.each(all.map((enricher) => [nameOf(enricher), enricher] as const))(
    '%s and others name just what its code writes',
    (name, { rows }) => {
      expect(rows.length).toBeGreaterThan(0);
      expect([...(written.get(name) ?? [])].toSorted()).toEqual(rows.flatMap(namedBy).toSorted());
    },
  );

  it('say where it is from and when', () => {
    for (const { source, when } of all.flatMap(({ rows }) => rows)) {
      expect(source.trim()).not.toBe('');
      expect(when.trim()).not.toBe('');
    }
  });
});
