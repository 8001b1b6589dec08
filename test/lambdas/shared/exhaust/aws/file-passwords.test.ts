import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { filePasswords } from '../../../../../lambdas/shared/exhaust/aws/file-passwords.js';
import { DependencyError } from '../../../../../lambdas/shared/function/errors.js';

const client = new KMSClient({ region: 'ap-south-1' });
const kms = mockClient(client);
const passwords = filePasswords(client, 'arn:key');

beforeEach(() => kms.reset());

describe('the password of a job’s files', () => {
  it('is encrypted by the key and bound to its job', async () => {
    kms.on(EncryptCommand).resolves({ CiphertextBlob: Buffer.from('sealed') });

    expect(await passwords.encrypt('päss', 'ID')).toBe(Buffer.from('sealed').toString('base64'));
    expect(kms.commandCalls(EncryptCommand)[0]?.args[0].input).toEqual({
      KeyId: 'arn:key',
      Plaintext: Buffer.from('päss'),
      EncryptionContext: { requestId: 'ID' },
    });
  });

  it('is decrypted by that key, for that job', async () => {
    kms.on(DecryptCommand).resolves({ Plaintext: Buffer.from('päss') });

    expect(await passwords.decrypt(Buffer.from('sealed').toString('base64'), 'ID')).toBe('päss');
    expect(kms.commandCalls(DecryptCommand)[0]?.args[0].input).toEqual({
      KeyId: 'arn:key',
      CiphertextBlob: Buffer.from('sealed'),
      EncryptionContext: { requestId: 'ID' },
    });
  });

  it('is a broken dependency, and in no error, where KMS does not answer', async () => {
    kms.on(EncryptCommand).rejects(new Error('throttled'));

    const error = await passwords.encrypt('a-password', 'ID').catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(DependencyError);
    expect(String(error)).not.toContain('a-password');
  });
});
