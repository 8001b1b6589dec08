import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DependencyError } from '../function/errors.js';
import { abortAfter } from './abort-after.js';

/** "HTTP API quotas": an authorizer has ten seconds to answer in. */
const patienceMs = 6_000;

/**
 * Reads the text of a secret.
 *
 * @param what it is called in errors
 * @throws DependencyError (from the returned function) when it can't be had
 */
export function secretReader(client: SecretsManagerClient, secretId: string, what: string): () => Promise<string> {
  const command = new GetSecretValueCommand({ SecretId: secretId });
  return async () => {
    const { SecretString } = await client
      .send(command, { abortSignal: abortAfter(patienceMs) })
      .catch((cause: unknown) => {
        throw new DependencyError(`${what}: could not be read.`, { cause });
      });
    if (SecretString === undefined) throw new DependencyError(`${what}: expected a text, found bytes.`);
    return SecretString;
  };
}
