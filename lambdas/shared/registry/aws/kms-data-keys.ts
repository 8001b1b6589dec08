import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { abortAfter } from '../../aws/abort-after.js';
import { DependencyError } from '../../function/errors.js';
import type { DataKey, DataKeys } from '../sealing.js';

export interface KmsDataKeysOptions {
  readonly client: KMSClient;
  /** ARN of the registry's key. */
  readonly keyId: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** How long a key seals, in milliseconds, and how many records at most. */
const sealsForMs = 300_000;
const maxUses = 10_000;
/** Opened keys that are remembered at a time, and for how long. */
const maxOpened = 1_000;
const openedForMs = 300_000;
const patienceMs = 6_000;
/** "Encryption context": stands in CloudTrail beside each call, and must be the same to open what it was given to seal. */
const context = { 'sunstream:use': 'registry' };

interface Remembered<T> {
  readonly at: number;
  readonly value: Promise<T>;
}

/**
 * Data keys from KMS, remembered: one call in five minutes an environment, where a call a record would cost $3 a million
 * and share the account's quota ("KMS request quotas": 5,500 to 100,000 a second, by region).
 */
export function kmsDataKeys({ client, keyId, now }: KmsDataKeysOptions): DataKeys {
  let sealing: (Remembered<DataKey> & { uses: number }) | undefined;
  const opened = new Map<string, Remembered<Uint8Array>>();

  const generate = () =>
    ask('a data key could not be made', async () => {
      const request = new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: 'AES_256', EncryptionContext: context });
      const { Plaintext, CiphertextBlob } = await client.send(request, { abortSignal: abortAfter(patienceMs) });
      return { plain: given(Plaintext), wrapped: given(CiphertextBlob) };
    });
  const decrypt = (wrapped: Uint8Array) =>
    ask('a data key could not be opened', async () => {
      const request = new DecryptCommand({ KeyId: keyId, CiphertextBlob: wrapped, EncryptionContext: context });
      return given((await client.send(request, { abortSignal: abortAfter(patienceMs) })).Plaintext);
    });

  return {
    current() {
      if (!sealing || now() - sealing.at >= sealsForMs || sealing.uses >= maxUses) {
        const fresh = { at: now(), uses: 0, value: generate() };
        sealing = fresh;
        // Who asks next tries again; those who wait get the error.
        fresh.value.catch(() => {
          if (sealing === fresh) sealing = undefined;
        });
      }
      sealing.uses++;
      return sealing.value;
    },
    unwrap(wrapped) {
      const name = Buffer.from(wrapped).toString('base64');
      const known = opened.get(name);
      if (known && now() - known.at < openedForMs) return known.value;
      if (opened.size >= maxOpened) opened.clear();
      const value = decrypt(wrapped);
      opened.set(name, { at: now(), value });
      value.catch(() => opened.delete(name));
      return value;
    },
  };
}

function given(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes === undefined) throw new Error('the answer has no key');
  return bytes;
}

async function ask<T>(problem: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw new DependencyError(`KMS: ${problem}.`, { cause });
  }
}
