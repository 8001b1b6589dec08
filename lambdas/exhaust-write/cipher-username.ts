import { createCipheriv } from 'node:crypto';

/**
 * A username as upstream's identity store encrypts it, so that who has its exports can match the column: AES-256-ECB,
 * PKCS5, base64. Equal names are equal here too; it is no protection, which is why the file has a password.
 *
 * @param key 32 bytes
 */
export function cipherUsername(username: string, key: Uint8Array): string {
  const cipher = createCipheriv('aes-256-ecb', key, null);
  return Buffer.concat([cipher.update(username, 'utf8'), cipher.final()]).toString('base64');
}
