import { mayHoldHalves, mendHalves } from '../text/well-formed.js';
import { joinFaults } from './all-faults.js';
import { checkSchema } from './check-schema.js';
import { checkShape } from './check-shape.js';
import { shorten } from './describe-value.js';
import { printJson } from './print-json.js';
import type { Fault, Repair, TelemetryEvent } from './types.js';
import type { Profile } from './validators.js';

/** What besides the schemas decides about an event. */
export interface JudgeRules {
  /** Profile of a channel, which may be any JSON value: it is asked before the event is judged. */
  profileOf(channel: unknown): Profile;
  /** Epoch milliseconds; an event that happened before is late. */
  readonly oldest: number;
  /** The channels that the sender may write to; `undefined` for any. */
  readonly channels?: ReadonlySet<string> | undefined;
}

/** The default profile; nothing is late or foreign. */
export const schemasAlone: JudgeRules = { profileOf: () => 'compatible', oldest: Number.NEGATIVE_INFINITY };

/** An event as its schema wants it. */
export type JudgedEvent = TelemetryEvent & {
  readonly mid: string;
  readonly ets: number;
  readonly context: { readonly channel: string };
};

/** What a verdict says of the text that was judged. */
interface Received {
  /** JSON text of the event as it came. */
  readonly came: string;
  /** The same with U+FFFD in place of halves of surrogate pairs, which is what is judged and kept. */
  readonly received: string;
  /** What was mended: halves of surrogate pairs, and of a good event what its profile allows. */
  readonly repairs: readonly Repair[];
}

export type Verdict = Received &
  (
    | { readonly fault: Fault }
    | {
        readonly fault?: undefined;
        readonly event: JudgedEvent;
        /** JSON text of the event with its repairs. */
        readonly text: string;
      }
  );

/**
 * Judges one element of a batch's `events`; mends it in place where its channel's profile allows that.
 *
 * @returns the event, or what is wrong with it; and always the text that came
 */
export function judgeEvent(sent: unknown, rules: JudgeRules = schemasAlone): Verdict {
  const came = printJson(sent);
  const { value: candidate, text: received, repairs: halves } = replaceHalves(sent, came);
  const channel = channelOf(candidate);
  // Before all else: what is judged again by other rules, without its token, must not come in under a foreign channel.
  const foreign = checkChannel(channel, rules);
  const misshapen = checkShape(candidate, received);
  if (misshapen) return { fault: foreign ?? misshapen, came, received, repairs: halves };

  const judged = checkSchema(candidate as TelemetryEvent, rules.profileOf(channel));
  // A repair may have made a text of it.
  const outside = foreign ?? checkChannel(channelOf(candidate), rules);
  const late = checkTime(candidate as TelemetryEvent, rules);
  const first = foreign ?? judged.fault ?? outside ?? late;
  if (judged.fault || first) {
    const fault = joinFaults(first as Fault, [judged.fault, outside, late]);
    return { fault, came, received, repairs: halves };
  }

  const event = candidate as JudgedEvent;
  const { repairs } = judged;
  const text = repairs.length > 0 ? printJson(event) : received;
  return { event, came, received, text, repairs: [...halves, ...repairs] };
}

/** Puts U+FFFD in place of halves of surrogate pairs, in place where it can; in both profiles, as such text has no UTF-8. */
function replaceHalves(sent: unknown, came: string): { value: unknown; text: string; repairs: readonly Repair[] } {
  if (!mayHoldHalves(came)) return { value: sent, text: came, repairs: [] };
  const { value, places } = mendHalves(sent);
  const repairs = places.map(({ pointer, was }) => ({ rule: 'half-surrogate', path: pointer, was }));
  return { value, text: places.length > 0 ? printJson(value) : came, repairs };
}

function checkTime({ ets }: TelemetryEvent, { oldest }: JudgeRules): Fault | undefined {
  // What is no time is told by the schema.
  if (typeof ets !== 'number' || !Number.isFinite(ets) || ets >= oldest) return undefined;
  const date = new Date(ets);
  return {
    reason: 'late',
    pointer: '/ets',
    expected: `epoch milliseconds from ${new Date(oldest).toISOString()} on`,
    found: Number.isNaN(date.getTime()) ? String(ets) : `${ets} (${date.toISOString()})`,
  };
}

/** The channel that a candidate names, whatever it is otherwise. */
function channelOf(candidate: unknown): unknown {
  return (candidate as { context?: { channel?: unknown } | null } | null)?.context?.channel;
}

function checkChannel(channel: unknown, { channels }: JudgeRules): Fault | undefined {
  if (!channels || typeof channel !== 'string' || channels.has(channel)) return undefined;
  const expected = `a channel that the token is bound to, one of ${shorten([...channels])}`;
  return { reason: 'channel', pointer: '/context/channel', expected, found: shorten(channel) };
}
