import { ReadableStream, TransformStream } from 'node:stream/web';
import { ZipWriter } from '@zip.js/zip.js';

export type ZipCipher = 'aes-256' | 'zipcrypto';

/** `aes-256` is WinZip's AE-2. `zipcrypto` is what every system opens by itself, and what a known text breaks. */
const ciphers: Readonly<Record<ZipCipher, object>> = {
  'aes-256': { encryptionStrength: 3 },
  zipcrypto: { zipCrypto: true },
};

export interface ZipOptions {
  /** Of the one file inside. */
  readonly name: string;
  /** Its UTF-8 is the key, as readers of today take what is typed. */
  readonly password: string;
  readonly cipher: ZipCipher;
  readonly modifiedAt: Date;
}

/** A zip with one file and a password, as the file's bytes come. Fails when they do. */
export async function* zipFile(bytes: AsyncIterable<Uint8Array>, options: ZipOptions): AsyncGenerator<Uint8Array> {
  const { name, password, cipher, modifiedAt } = options;
  // An empty password would be no encryption, without a word.
  if (password === '') throw new Error('zip: expected a password, found an empty text.');
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const source = bytes[Symbol.asyncIterator]();
  const zip = new ZipWriter(writable, { useWebWorkers: false });
  const add = async () => {
    await zip.add(name, ReadableStream.from({ [Symbol.asyncIterator]: () => source }), {
      // By its text, zip.js would take the low byte of each UTF-16 unit for ZipCrypto: no reader has such bytes.
      rawPassword: Buffer.from(password, 'utf8'),
      lastModDate: modifiedAt,
      ...ciphers[cipher],
    });
    await zip.close();
  };
  let failure: unknown;
  const added = add().catch(async (error: unknown) => {
    failure = error;
    await writable.abort(error).catch(() => undefined);
  });
  try {
    for await (const chunk of readable) yield chunk;
  } catch (error) {
    throw failure ?? error;
  } finally {
    await added;
    // Where nobody reads on, ZipWriter lets go of the file without a word to it.
    await source.return?.();
  }
}
