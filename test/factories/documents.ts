import { enrichers } from '../../lambdas/enrich/enrichers.js';
import { finishFrame } from '../../lambdas/enrich/finish-frame.js';
import { prepareFrame } from '../../lambdas/enrich/prepare-frame.js';
import type { FrameEntry } from '../../lambdas/shared/frames/frame.js';
import { judgeEvent } from '../../lambdas/shared/telemetry/judge-event.js';
import type { TelemetryEvent } from '../../lambdas/shared/telemetry/types.js';
import { aContextOfEnrich } from './enrich-contexts.js';
import { anEvent } from './events.js';
import { aFrameOfLines, arrival } from './frames.js';

/** What is stored of an event: itself, mended and enriched, and what is made out of it. */
export function documentsOf(sent: TelemetryEvent, context = aContextOfEnrich()): Record<string, unknown>[] {
  const verdict = judgeEvent(structuredClone(sent));
  if (verdict.fault) throw new Error(`not stored: ${JSON.stringify(verdict.fault)}`);
  const { header, fingerprint, defaultChannel, endOfToday } = context;
  const notes = verdict.repairs.length > 0 ? { repaired: verdict.repairs } : undefined;
  const entry: FrameEntry = notes ? [verdict.event.mid, fingerprint, notes] : [verdict.event.mid, fingerprint];
  const settings = { enrichers, defaultChannel, endOfToday, now: arrival };
  const frame = prepareFrame(aFrameOfLines([verdict.text], { header, entries: [entry] }), settings);
  const { documents, failed } = finishFrame(frame, 0, settings, new Map());
  if (failed.length > 0) throw new Error(`not stored: ${JSON.stringify(failed)}`);
  return documents.map(({ data }) => JSON.parse(data.toString()));
}

/** A stored event about which everything was found in the registry. */
export function aFullDocument(): Record<string, unknown> {
  const content = { name: 'Fractions', contenttype: 'Resource', gradelevel: ['Class 5'], pkgversion: 3 };
  return {
    ...documentsOf(anEvent({ eid: 'INTERACT', object: { id: 'do_1', type: 'Content', rollup: { l1: 'do_2' } } }))[0],
    devicedata: { state: 'Karnataka', statecode: 'KA', firstaccess: 1_600_000_000_000, userdeclared: { state: 'Goa' } },
    userdata: { usertype: 'teacher', grade: ['4', '5'], subject: 'Maths', usersignintype: 'Self-Signed-In' },
    contentdata: { ...content, lastpublishedon: 1_650_000_000_000 },
    collectiondata: { ...content, name: 'Maths' },
    l2data: content,
    dialcodedata: { identifier: 'ABC123', channel: 'channel-1', generatedon: 1_600_000_000_000 },
    derivedlocationdata: { state: 'Karnataka', district: 'Mysuru', from: 'user-profile' },
    flags: {
      device_denorm: true,
      repaired: [{ rule: 'eid-case', path: '/eid', was: 'interact' }],
      redacted: ['email'],
    },
    metadata: { fingerprint: 'f', clamped_ets: 1_700_000_000_000 },
  };
}
