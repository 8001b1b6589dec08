import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SignJWT } from 'jose';
import {
  type Consumer,
  type ConsumerRecords,
  readConsumer,
  readRecords,
} from '../../lambdas/authorize/consumer-record.js';
import type { RunningInfo } from '../../local/disk/state-folder.js';

/** What a token is to say; what is absent is not said, and then the consumer's record alone decides. */
export interface TokenWish {
  readonly consumer: string;
  readonly scopes?: readonly string[];
  readonly channels?: readonly string[];
  /** Days until it expires; absent, it never does. */
  readonly days?: number;
}

const daySeconds = 86_400;
/** Channel of the printed curl, of the self-check and of the demo. */
const exampleChannel = 'sunbird';

/** The consumers' records, from the secret. */
export async function readConsumers(client: SecretsManagerClient, secretId: string): Promise<ConsumerRecords> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  return readRecords(SecretString ?? '');
}

/** A client for the Secrets Manager of a running local stack. */
export function localSecrets({ endpoints, region, credentials }: RunningInfo): SecretsManagerClient {
  return new SecretsManagerClient({ endpoint: endpoints.secrets_manager ?? '', region, credentials });
}

/**
 * Signs a token with its consumer's secret (HS256).
 *
 * @param now epoch milliseconds
 * @throws Error when there is no such consumer, or when it may not do what is asked for
 */
export async function signToken(records: ConsumerRecords, wish: TokenWish, now: number): Promise<string> {
  const { secret } = consumerFor(records, wish);
  const issuedAt = Math.floor(now / 1_000);
  const claims = {
    iss: wish.consumer,
    iat: issuedAt,
    ...(wish.days !== undefined && { exp: issuedAt + wish.days * daySeconds }),
    ...(wish.scopes && { scope: wish.scopes.join(' ') }),
    ...(wish.channels && { channels: wish.channels }),
  };
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(secret);
}

/** A token of a day for a running local stack, by its first consumer that has a scope; `undefined` where none is needed. */
export async function tokenWith(scope: string, info: RunningInfo): Promise<string | undefined> {
  if (info.consumerSecrets === undefined) return undefined;
  const records = await readConsumers(localSecrets(info), info.consumerSecrets);
  const consumer = Object.keys(records).find((name) => readConsumer(records[name])?.scopes.includes(scope));
  if (consumer === undefined) {
    throw new Error(
      `${info.consumerSecrets}: expected a consumer with scope ${scope}, found none. Add one (docs/access.md), or give a token with --token.`,
    );
  }
  return signToken(records, { consumer, days: 1 }, Date.now());
}

/** A token of a day for a running local stack, by its first consumer that may send; `undefined` where none is needed. */
export async function tokenFor(info: RunningInfo): Promise<string | undefined> {
  if (info.consumerSecrets === undefined) return undefined;
  const records = await readConsumers(localSecrets(info), info.consumerSecrets);
  const consumer = Object.keys(records).find((name) => mayWrite(readConsumer(records[name])));
  if (consumer === undefined) {
    throw new Error(
      `${info.consumerSecrets}: expected a consumer that may write telemetry of channel ${exampleChannel}, found none. Add one (docs/access.md).`,
    );
  }
  return signToken(records, { consumer, days: 1 }, Date.now());
}

/** The headers to post with on a running local stack. */
export async function authorizationFor(info: RunningInfo): Promise<Record<string, string>> {
  const token = await tokenFor(info);
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

function mayWrite(consumer: Consumer | undefined): boolean {
  const { scopes = [], channels } = consumer ?? {};
  return scopes.includes('telemetry:write') && (channels === undefined || channels.includes(exampleChannel));
}

function consumerFor(records: ConsumerRecords, { consumer: name, scopes, channels }: TokenWish): Consumer {
  if (!Object.hasOwn(records, name)) {
    throw new Error(
      `--consumer: expected one of ${Object.keys(records).join(', ')}, found "${name}". Add it to the secret first (docs/access.md).`,
    );
  }
  const consumer = readConsumer(records[name]);
  if (!consumer) {
    throw new Error(
      `consumer ${name}: expected a secret of at least 32 bytes, or { secret, scopes, channels } with one. Mend it in the secret (docs/access.md).`,
    );
  }
  requireSubset('--scope', scopes, consumer.scopes);
  requireSubset('--channel', channels, consumer.channels);
  return consumer;
}

/** A token only narrows; what it claims beyond its consumer's record would count for nothing. */
function requireSubset(option: string, asked: readonly string[] = [], allowed: readonly string[] | undefined): void {
  const beyond = asked.filter((item) => allowed && !allowed.includes(item));
  if (beyond.length === 0) return;
  throw new Error(
    `${option}: expected what the consumer's record allows (${allowed?.join(', ')}), found ${beyond.join(', ')}.`,
  );
}
