import type { Fields, Kind } from './kind.js';

export const wrongChannel = 'the token is bound to channels, and this record is of none of them';

/** A token that is bound to channels is good for records of these, and for no kind that has no channel. */
export function isAllowed({ channelOf }: Kind, record: Fields, channels: readonly string[] | undefined): boolean {
  return channels === undefined || (channelOf !== undefined && channels.includes(channelOf(record)));
}
