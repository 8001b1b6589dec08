import { type Consumer, readConsumer } from '../../../lambdas/authorize/consumer-record.js';
import type { RunningInfo } from '../../../local/disk/state-folder.js';
import { localSecrets, readConsumers, signToken } from '../../target/consumer-token.js';

/**
 * A token of a day for a running local stack that names a channel, as whoever asks for data must; by the first consumer
 * that may. `undefined` where none is needed.
 *
 * @throws Error when no consumer may
 */
export async function channelToken(
  channel: string,
  scopes: readonly string[],
  info: RunningInfo,
): Promise<string | undefined> {
  if (info.consumerSecrets === undefined) return undefined;
  const records = await readConsumers(localSecrets(info), info.consumerSecrets);
  const may = ({ scopes: granted, channels }: Consumer) =>
    scopes.every((scope) => granted.includes(scope)) && (channels === undefined || channels.includes(channel));
  const consumer = Object.keys(records).find((name) => {
    const found = readConsumer(records[name]);
    return found && may(found);
  });
  if (consumer !== undefined) {
    return signToken(records, { consumer, scopes, channels: [channel], days: 1 }, Date.now());
  }
  throw new Error(
    `${info.consumerSecrets}: expected a consumer with ${scopes.join(' and ')} for channel ${channel}, found none. Add one (docs/access.md), or give a token with --token.`,
  );
}
