import type { BatchHeader, FramedEvent } from '../shared/frames/frame.js';
import { judgeForFrame } from '../shared/frames/judge-for-frame.js';
import { type JudgingSettings, judgeRules } from '../shared/telemetry/judge-rules.js';
import { type AskRegistrations, redactAlone } from '../shared/telemetry/redact-elements.js';
import type { NumberedEvent } from './join-parts.js';

/** An event that is valid now. */
export interface MendedEvent {
  readonly line: number;
  readonly header: BatchHeader;
  readonly framed: FramedEvent;
}

/** What a second judgement says: valid now, failing still (for which reason), or not to be judged (why). */
export type SecondVerdict = { readonly mended: MendedEvent } | { readonly failing: string } | { readonly left: string };

/**
 * Judges a failed event by today's rules, as ingest would have when it arrived: what is late is told by its batch's
 * `syncts`. What must not be written down is taken away by today's rules too.
 *
 * @throws DependencyError when nobody can say whether a question is of a registration
 */
export async function judgeAgain(
  { line, stage, header, notes, fingerprint, raw }: NumberedEvent,
  settings: JudgingSettings,
  ask: AskRegistrations | undefined,
): Promise<SecondVerdict> {
  if (stage !== 'ingest') return { left: `failed in ${stage}, after ingest had passed it on` };
  if (!header) return { left: 'its line has no header with a syncts' };
  const { candidate, redacted } = await redactAlone(parse(raw), ask);
  const before = notes?.redacted ?? [];
  const rules = judgeRules(settings, header.syncts);
  const verdict = judgeForFrame({ candidate, redacted: [...new Set([...before, ...redacted])] }, rules, {
    // A hash of what is taken away now must not be kept.
    fingerprint: redacted.length > 0 ? undefined : fingerprint,
    repaired: notes?.repaired,
  });
  if (verdict.fault) return { failing: verdict.fault.reason };
  // The SDKs' msgid is an MD5 of the events as they were typed.
  const kept = redacted.length > 0 ? { ...header, msgid: undefined } : header;
  return { mended: { line, header: kept, framed: verdict.framed } };
}

/** Ingest writes JSON text alone; what else may stand there is a text, which is no event. */
function parse(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}
