import { AwsError } from '../../calls/aws-error.js';
import type { Input } from '../../calls/json-service.js';
import type { EncryptionContext } from './ciphertext.js';

/** Bytes of a blob, which the protocol carries as base64. @throws AwsError when there are none, or too many */
export function readBytes(input: Input, name: string, most: number): Buffer {
  const bytes = Buffer.from(String(input[name] ?? ''), 'base64');
  if (bytes.length >= 1 && bytes.length <= most) return bytes;
  throw new AwsError('ValidationException', `${name}: expected 1 to ${most} bytes, found ${bytes.length}`);
}

export function readContext({ EncryptionContext: context = {} }: Input): EncryptionContext {
  if (Object.values(context).every((value) => typeof value === 'string')) return context;
  throw new AwsError('SerializationException', 'EncryptionContext: expected texts');
}

const specBytes: Readonly<Record<string, number>> = { AES_128: 16, AES_256: 32 };

/** "You must specify either the KeySpec or the NumberOfBytes parameter, but not both." */
export function readDataKeyBytes({ KeySpec, NumberOfBytes }: Input): number {
  const bytes = KeySpec === undefined ? NumberOfBytes : specBytes[KeySpec];
  const isBoth = KeySpec !== undefined && NumberOfBytes !== undefined;
  if (!isBoth && Number.isInteger(bytes) && bytes >= 1 && bytes <= 1_024) return bytes;
  throw new AwsError(
    'ValidationException',
    'Please specify either number of bytes (1 to 1024) or key spec (AES_128, AES_256).',
  );
}
