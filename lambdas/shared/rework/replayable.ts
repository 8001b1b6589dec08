import { type FailureReason, failureReasons } from '../telemetry/types.js';

const tryAgain =
  'what a stage could not read holds no event to judge. Its bytes are in the line, in `raw`; look for the producer, or for a change of the frame’s format.';

/** Reasons that judging again can't mend, and what can. */
const hopeless: Readonly<Partial<Record<FailureReason, string>>> = {
  channel:
    'the channels of a token are not kept, so nobody can say any more what it allowed. Let the sender send the events again, with a token that may.',
  'malformed-frame': tryAgain,
  'malformed-json': tryAgain,
};

/** Reasons of which the events can be judged again. */
export const replayableReasons: readonly FailureReason[] = failureReasons.filter((reason) => !hopeless[reason]);

/** Why events that failed for a reason can't be replayed; `undefined` where they can. */
export function whyNotReplayable(reason: string): string | undefined {
  const why = Object.hasOwn(hopeless, reason) ? hopeless[reason as FailureReason] : undefined;
  if (why !== undefined) return `${reason} can't be replayed: ${why}`;
  if (replayableReasons.some((known) => known === reason)) return undefined;
  return `expected one of ${replayableReasons.join(', ')}, found "${reason}".`;
}
