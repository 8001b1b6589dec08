import type { JudgeRules } from './judge-event.js';
import type { Profile } from './validators.js';

/** How this installation judges; `judging` in `lib/config/config.ts`. */
export interface JudgingSettings {
  readonly profile: Profile;
  /** Profiles of channels that have one of their own. */
  readonly channelProfiles: Readonly<Record<string, Profile>>;
  /** Age at which an event is late, days; `null` for never. */
  readonly lateAfterDays: number | null;
}

const dayMs = 86_400_000;

/** The rules for a batch that arrived at `syncts` (epoch milliseconds) with a token bound to some channels. */
export function judgeRules(
  { profile, channelProfiles, lateAfterDays }: JudgingSettings,
  syncts: number,
  channels?: readonly string[],
): JudgeRules {
  return {
    profileOf: (channel) =>
      typeof channel === 'string' && Object.hasOwn(channelProfiles, channel)
        ? (channelProfiles[channel] ?? profile)
        : profile,
    oldest: lateAfterDays === null ? Number.NEGATIVE_INFINITY : syncts - lateAfterDays * dayMs,
    channels: channels && new Set(channels),
  };
}
