import { fail, type Outcome } from './outcome.js';
import type { ExhaustPorts, ExhaustRequest } from './ports.js';

/** What would make two channels' stored tags or request ids the same text, and lengths that no channel has. */
const channelId = /^[^\s|:]{1,100}$/;

/**
 * The channel of a call: the header's, and nothing else. The token must be bound to it by name: one without channels may
 * send telemetry for all of them, but what they have gathered is given to nobody who wasn't named.
 */
export function authorizeChannel(
  { channel, channels, consumer = '' }: ExhaustRequest,
  { tokens }: Pick<ExhaustPorts, 'tokens'>,
): { readonly channel: string } | Extract<Outcome, { failure: unknown }> {
  if (!channel) return fail('FORBIDDEN', 'X-Channel-ID is missing in request header');
  const isBound = tokens === 'none' || (channels?.includes(channel) ?? false);
  if (isBound && channelId.test(channel)) return { channel };
  return fail('FORBIDDEN', `Given X-Consumer-ID='${consumer}' and X-Channel-ID='${channel}' are not authorized`);
}
