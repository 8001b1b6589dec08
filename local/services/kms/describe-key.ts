import { account } from '../../template/resource-types.js';
import type { LocalKey } from './local-key.js';

const algorithms = {
  SYMMETRIC_DEFAULT: { EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] },
  HMAC_256: { MacAlgorithms: ['HMAC_SHA_256'] },
} as const;

/** "KeyMetadata". */
export function describeKey({ template, usage, createdAt }: LocalKey): object {
  const { id, arn, spec, description } = template;
  return {
    AWSAccountId: account,
    KeyId: id,
    Arn: arn,
    Description: description,
    KeySpec: spec,
    KeyUsage: usage,
    KeyState: 'Enabled',
    Enabled: true,
    KeyManager: 'CUSTOMER',
    Origin: 'AWS_KMS',
    MultiRegion: false,
    CreationDate: createdAt / 1_000,
    ...algorithms[spec],
  };
}
