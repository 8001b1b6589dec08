import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { DependencyError } from '../function/errors.js';

/** A key that seals many texts, as it is and as KMS wrapped it. */
export interface DataKey {
  readonly plain: Uint8Array;
  /** What is stored beside what it sealed; only KMS can open it. */
  readonly wrapped: Uint8Array;
}

export interface DataKeys {
  /** The key to seal with now. Throws DependencyError when none can be had. */
  current(): Promise<DataKey>;
  /** A wrapped key as it was. Throws DependencyError when it can't be had. */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
}

/** A text that nobody reads without its data key. */
export interface SealedText {
  /** Where it belongs, such as `user#u-1#phone`: it can't be opened as the text of another place. */
  readonly place: string;
  readonly dataKey: Uint8Array;
  readonly data: Uint8Array;
}

/** First byte of what is sealed, should the form ever change. */
const version = 1;
const [nonceBytes, tagBytes] = [12, 16];

/**
 * Seals a text: AES-256-GCM, with its place as additional data. The nonce is random, so equal texts don't look alike.
 * (NIST SP 800-38D, 8.3: at most 2^32 texts a key with such nonces; `kmsDataKeys` stays far below.)
 */
export function sealText(text: string, place: string, { plain, wrapped }: DataKey): SealedText {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', plain, nonce).setAAD(Buffer.from(place));
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return { place, dataKey: wrapped, data: Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), data]) };
}

/** @throws DependencyError when the key can't be had, or when the text was changed or moved */
export async function openText({ place, dataKey, data }: SealedText, keys: DataKeys): Promise<string> {
  const key = await keys.unwrap(dataKey);
  const [tagAt, dataAt] = [1 + nonceBytes, 1 + nonceBytes + tagBytes];
  try {
    if (data[0] !== version) throw new Error(`expected form ${version}, found ${data[0]}`);
    const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(1, tagAt))
      .setAuthTag(data.subarray(tagAt, dataAt))
      .setAAD(Buffer.from(place));
    return Buffer.concat([decipher.update(data.subarray(dataAt)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new DependencyError(
      `${place}: could not be opened. It was not sealed for this place, or it was changed. Write the record again.`,
      { cause },
    );
  }
}
