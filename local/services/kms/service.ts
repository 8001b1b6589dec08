import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { AwsError } from '../../calls/aws-error.js';
import type { Input, JsonService, Operation } from '../../calls/json-service.js';
import { decrypt, encrypt, keyIdOf } from './ciphertext.js';
import { describeKey } from './describe-key.js';
import type { LocalKey } from './local-key.js';
import { readBytes, readContext, readDataKeyBytes } from './read-input.js';

export interface KeyRing {
  readonly keys: readonly LocalKey[];
  /** `alias/…` → the key's id or ARN. */
  readonly aliases: ReadonlyMap<string, string>;
}

const symmetric = { EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
const mac = { MacAlgorithm: 'HMAC_SHA_256' };

/** KMS, as far as the stack uses it: data keys, short texts and HMACs. */
export function kmsService(ring: KeyRing): JsonService {
  const find = (keyId: unknown): LocalKey => findKey(ring, keyId);
  const operation = (
    action: string,
    keyOf: (input: Input) => LocalKey,
    run: (key: LocalKey, input: Input) => object,
  ): Operation => ({
    permissions: (input) => [{ action: `kms:${action}`, resource: keyOf(input).template.arn }],
    run: (input) => run(keyOf(input), input),
  });
  const named = ({ KeyId }: Input) => find(KeyId);
  return {
    name: 'kms',
    jsonVersion: '1.1',
    operations: {
      DescribeKey: operation('DescribeKey', named, (key) => ({ KeyMetadata: describeKey(key) })),
      Encrypt: operation('Encrypt', named, (key, input) => {
        requireUsage(key, 'ENCRYPT_DECRYPT', 'Encrypt');
        const blob = encrypt(key, readBytes(input, 'Plaintext', 4_096), readContext(input));
        return { KeyId: key.template.arn, CiphertextBlob: blob.toString('base64'), ...symmetric };
      }),
      GenerateDataKey: operation('GenerateDataKey', named, (key, input) => {
        requireUsage(key, 'ENCRYPT_DECRYPT', 'GenerateDataKey');
        const plaintext = randomBytes(readDataKeyBytes(input));
        return {
          KeyId: key.template.arn,
          Plaintext: plaintext.toString('base64'),
          CiphertextBlob: encrypt(key, plaintext, readContext(input)).toString('base64'),
        };
      }),
      Decrypt: operation(
        'Decrypt',
        (input) => encryptedWith(find, input),
        (key, input) => {
          const plaintext = decrypt(key, readBytes(input, 'CiphertextBlob', 6_144), readContext(input));
          return { KeyId: key.template.arn, Plaintext: plaintext.toString('base64'), ...symmetric };
        },
      ),
      GenerateMac: operation('GenerateMac', named, (key, input) => ({
        KeyId: key.template.arn,
        Mac: macOf(key, input, 'GenerateMac').toString('base64'),
        ...mac,
      })),
      VerifyMac: operation('VerifyMac', named, (key, input) => {
        const [made, given] = [macOf(key, input, 'VerifyMac'), readBytes(input, 'Mac', 6_144)];
        if (made.length !== given.length || !timingSafeEqual(made, given)) {
          throw new AwsError('KMSInvalidMacException', '');
        }
        return { KeyId: key.template.arn, MacValid: true, ...mac };
      }),
    },
  };
}

/** "KeyId: key ID, key ARN, alias name, or alias ARN". */
function findKey({ keys, aliases }: KeyRing, keyId: unknown): LocalKey {
  if (typeof keyId !== 'string' || keyId === '') throw new AwsError('ValidationException', 'KeyId: expected a text');
  const named = aliases.get(/(^|:)(alias\/.+)$/s.exec(keyId)?.[2] ?? '') ?? keyId;
  const key = keys.find(({ template: { id, arn } }) => id === named || arn === named);
  if (key) return key;
  throw new AwsError('NotFoundException', `Key '${keyId}' does not exist`);
}

/** "IncorrectKeyException: the KeyId of a Decrypt request must identify the key that encrypted the ciphertext." */
function encryptedWith(find: (keyId: unknown) => LocalKey, input: Input): LocalKey {
  const key = find(keyIdOf(readBytes(input, 'CiphertextBlob', 6_144)));
  if (input.KeyId === undefined || find(input.KeyId) === key) return key;
  throw new AwsError(
    'IncorrectKeyException',
    'The key ID in the request does not identify a CMK that can perform this operation.',
  );
}

function macOf(key: LocalKey, input: Input, action: string): Buffer {
  requireUsage(key, 'GENERATE_VERIFY_MAC', action);
  if (input.MacAlgorithm !== mac.MacAlgorithm) {
    throw new AwsError('InvalidKeyUsageException', `Algorithm ${input.MacAlgorithm} is incompatible with the key.`);
  }
  return createHmac('sha256', key.material)
    .update(readBytes(input, 'Message', 4_096))
    .digest();
}

function requireUsage({ template, usage }: LocalKey, expected: LocalKey['usage'], action: string): void {
  if (usage === expected) return;
  throw new AwsError(
    'InvalidKeyUsageException',
    `${template.arn} key usage is ${usage} which is not valid for ${action}.`,
  );
}
