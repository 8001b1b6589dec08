import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AwsError } from '../../calls/aws-error.js';
import type { LocalKey } from './local-key.js';

/** "Encryption context": names and values that are no secret, and without which nothing is decrypted. */
export type EncryptionContext = Readonly<Record<string, string>>;

const version = 1;
const [nonceBytes, tagBytes] = [12, 16];

/** The runner's own form: version, length of the key's id, id, nonce, tag, data. KMS doesn't document its form either. */
export function encrypt(key: LocalKey, plaintext: Buffer, context: EncryptionContext): Buffer {
  const id = Buffer.from(key.template.id);
  const head = Buffer.concat([Buffer.from([version, id.length]), id]);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key.material, nonce).setAAD(authenticated(head, context));
  const data = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([head, nonce, cipher.getAuthTag(), data]);
}

/** Id of the key that something was encrypted with. @throws AwsError when it can't be told */
export function keyIdOf(ciphertext: Buffer): string {
  const end = 2 + (ciphertext[1] ?? 0);
  if (ciphertext[0] !== version || ciphertext.length < end + nonceBytes + tagBytes) throw invalid();
  return ciphertext.toString('utf8', 2, end);
}

/** @throws AwsError for a ciphertext that was changed, and for another encryption context */
export function decrypt(key: LocalKey, ciphertext: Buffer, context: EncryptionContext): Buffer {
  const end = 2 + (ciphertext[1] ?? 0);
  const nonce = ciphertext.subarray(end, end + nonceBytes);
  const tag = ciphertext.subarray(end + nonceBytes, end + nonceBytes + tagBytes);
  const decipher = createDecipheriv('aes-256-gcm', key.material, nonce)
    .setAuthTag(tag)
    .setAAD(authenticated(ciphertext.subarray(0, end), context));
  try {
    return Buffer.concat([decipher.update(ciphertext.subarray(end + nonceBytes + tagBytes)), decipher.final()]);
  } catch {
    throw invalid();
  }
}

export const invalid = (): AwsError => new AwsError('InvalidCiphertextException', '');

/** "The encryption context must be an exact, case-sensitive match, but the order may vary." */
function authenticated(head: Buffer, context: EncryptionContext): Buffer {
  const sorted = Object.entries(context).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat([head, Buffer.from(JSON.stringify(sorted))]);
}
