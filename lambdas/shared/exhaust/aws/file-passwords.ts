import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import { DependencyError } from '../../function/errors.js';

/** Passwords of files, as they lie in the jobs table. Both throw DependencyError when KMS can't be asked. */
export interface FilePasswords {
  /** @returns base64 */
  encrypt(password: string, requestId: string): Promise<string>;
  decrypt(encrypted: string, requestId: string): Promise<string>;
}

/** By one KMS key, each bound to its job: moved to another one, it can't be read. */
export function filePasswords(client: KMSClient, keyId: string): FilePasswords {
  const context = (requestId: string) => ({ requestId });
  return {
    async encrypt(password, requestId) {
      const Plaintext = Buffer.from(password, 'utf8');
      const { CiphertextBlob } = await client
        .send(new EncryptCommand({ KeyId: keyId, Plaintext, EncryptionContext: context(requestId) }))
        .catch(fail('encrypted'));
      return Buffer.from(CiphertextBlob ?? []).toString('base64');
    },
    async decrypt(encrypted, requestId) {
      const CiphertextBlob = Buffer.from(encrypted, 'base64');
      const { Plaintext } = await client
        .send(new DecryptCommand({ KeyId: keyId, CiphertextBlob, EncryptionContext: context(requestId) }))
        .catch(fail('decrypted'));
      return Buffer.from(Plaintext ?? []).toString('utf8');
    },
  };
}

const fail = (done: string) => (cause: unknown) => {
  throw new DependencyError(`password of a job's files: could not be ${done}: ${cause}`, { cause });
};
