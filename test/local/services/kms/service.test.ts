import { statSync, writeFileSync } from 'node:fs';
import {
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateMacCommand,
  IncorrectKeyException,
  InvalidCiphertextException,
  InvalidKeyUsageException,
  type KMSClient,
  KMSInvalidMacException,
  NotFoundException,
  VerifyMacCommand,
} from '@aws-sdk/client-kms';
import { aGate, readerKey } from '../../../support/gates.js';
import { keyArn, useKms } from '../../../support/keys.js';

const { open, file, makeKey } = useKms();
const context = { use: 'registry', kind: 'user' };
const text = Buffer.from('phone:9000000001');

const encrypt = (
  client: KMSClient,
  KeyId = 'sealing',
  EncryptionContext: Record<string, string> | undefined = context,
) => client.send(new EncryptCommand({ KeyId, Plaintext: text, EncryptionContext }));
const decrypt = (
  client: KMSClient,
  CiphertextBlob: Uint8Array | undefined,
  EncryptionContext?: Record<string, string>,
) => client.send(new DecryptCommand({ CiphertextBlob, ...(EncryptionContext && { EncryptionContext }) }));
const sign = (client: KMSClient, Message: Uint8Array = text) =>
  client.send(new GenerateMacCommand({ KeyId: 'signing', MacAlgorithm: 'HMAC_SHA_256', Message }));

describe('what was encrypted', () => {
  it('is decrypted without naming the key, whatever the order of the context', async () => {
    const client = await open();
    const { CiphertextBlob, KeyId } = await encrypt(client);

    const answer = await decrypt(client, CiphertextBlob, { kind: 'user', use: 'registry' });

    expect(KeyId).toBe(keyArn('sealing'));
    expect(answer).toMatchObject({ KeyId: keyArn('sealing'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' });
    expect(Buffer.from(answer.Plaintext ?? [])).toEqual(text);
  });

  it.each([
    ['without its context', undefined],
    ['with a part of its context', { use: 'registry' }],
    ['with another context', { ...context, kind: 'bot' }],
    ['with more than its context', { ...context, more: 'x' }],
  ])('is not decrypted %s', async (_, given) => {
    const client = await open();
    const { CiphertextBlob } = await encrypt(client);

    await expect(decrypt(client, CiphertextBlob, given)).rejects.toBeInstanceOf(InvalidCiphertextException);
  });

  it('is not decrypted when a byte of it was changed, or when it is something else', async () => {
    const client = await open();
    const { CiphertextBlob = new Uint8Array() } = await encrypt(client);
    const changed = CiphertextBlob.map((byte, at) => (at === CiphertextBlob.length - 1 ? byte ^ 1 : byte));

    for (const blob of [changed, CiphertextBlob.subarray(0, 20), Buffer.from('no ciphertext')]) {
      await expect(decrypt(client, blob, context)).rejects.toBeInstanceOf(InvalidCiphertextException);
    }
  });

  it('is not decrypted with another key than it was encrypted with', async () => {
    const client = await open();
    const { CiphertextBlob } = await encrypt(client);

    const wrong = new DecryptCommand({ KeyId: 'other', CiphertextBlob, EncryptionContext: context });

    await expect(client.send(wrong)).rejects.toBeInstanceOf(IncorrectKeyException);
  });

  it('looks different each time, and holds nothing of the text', async () => {
    const client = await open();

    const [one, two] = [await encrypt(client), await encrypt(client)];

    expect(one.CiphertextBlob).not.toEqual(two.CiphertextBlob);
    expect(Buffer.from(one.CiphertextBlob ?? []).includes(text)).toBe(false);
  });

  it('is decrypted after a restart', async () => {
    const { CiphertextBlob } = await encrypt(await open());

    const { Plaintext } = await decrypt(await open(), CiphertextBlob, context);

    expect(Buffer.from(Plaintext ?? [])).toEqual(text);
  });

  it('may have up to 4,096 bytes', async () => {
    const client = await open();
    const of = (bytes: number) => client.send(new EncryptCommand({ KeyId: 'sealing', Plaintext: Buffer.alloc(bytes) }));

    await expect(of(4_096)).resolves.toMatchObject({ KeyId: keyArn('sealing') });
    await expect(of(4_097)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('a data key', () => {
  it('has 256 bits, and is decrypted to what it was', async () => {
    const client = await open();
    const asked = { KeyId: 'sealing', KeySpec: 'AES_256', EncryptionContext: context } as const;

    const { Plaintext, CiphertextBlob } = await client.send(new GenerateDataKeyCommand(asked));
    const again = await decrypt(client, CiphertextBlob, context);

    expect(Plaintext).toHaveLength(32);
    expect(again.Plaintext).toEqual(Plaintext);
  });

  it('has as many bytes as were asked for, in one way and not in two', async () => {
    const client = await open();
    const ask = (more: object) => client.send(new GenerateDataKeyCommand({ KeyId: 'sealing', ...more }));

    expect((await ask({ NumberOfBytes: 24 })).Plaintext).toHaveLength(24);
    for (const wrong of [{}, { NumberOfBytes: 24, KeySpec: 'AES_128' }, { NumberOfBytes: 1_025 }]) {
      await expect(ask(wrong)).rejects.toMatchObject({ name: 'ValidationException' });
    }
  });
});

describe('a MAC', () => {
  it('is verified for its message alone, after a restart too', async () => {
    const { Mac } = await sign(await open());
    const client = await open();
    const verify = (Message: Uint8Array, given = Mac) =>
      client.send(new VerifyMacCommand({ KeyId: 'signing', MacAlgorithm: 'HMAC_SHA_256', Message, Mac: given }));

    expect(Mac).toHaveLength(32);
    expect(await verify(text)).toMatchObject({ MacValid: true, KeyId: keyArn('signing') });
    await expect(verify(Buffer.from('other'))).rejects.toBeInstanceOf(KMSInvalidMacException);
    await expect(verify(text, Mac?.subarray(1))).rejects.toBeInstanceOf(KMSInvalidMacException);
  });

  it('is made by a key for MACs, and by no other; and such a key encrypts nothing', async () => {
    const client = await open();
    const other = new GenerateMacCommand({ KeyId: 'sealing', MacAlgorithm: 'HMAC_SHA_256', Message: text });
    const stronger = new GenerateMacCommand({ KeyId: 'signing', MacAlgorithm: 'HMAC_SHA_512', Message: text });

    await expect(client.send(other)).rejects.toBeInstanceOf(InvalidKeyUsageException);
    await expect(client.send(stronger)).rejects.toBeInstanceOf(InvalidKeyUsageException);
    await expect(encrypt(client, 'signing')).rejects.toBeInstanceOf(InvalidKeyUsageException);
  });
});

describe('a key', () => {
  it.each(['sealing', keyArn('sealing'), 'alias/names', 'arn:aws:kms:local-1:000000000000:alias/names'])(
    'is found as %s, and describes itself',
    async (KeyId) => {
      const { KeyMetadata } = await (await open()).send(new DescribeKeyCommand({ KeyId }));

      expect(KeyMetadata).toMatchObject({
        KeyId: 'sealing',
        Arn: keyArn('sealing'),
        Description: 'key sealing',
        KeySpec: 'SYMMETRIC_DEFAULT',
        KeyUsage: 'ENCRYPT_DECRYPT',
        KeyState: 'Enabled',
      });
      expect(KeyMetadata?.CreationDate).toBeInstanceOf(Date);
    },
  );

  it('that is not there, or an operation that is not built, is named', async () => {
    const client = await open();

    await expect(encrypt(client, 'nowhere')).rejects.toBeInstanceOf(NotFoundException);
    await expect(client.send(new CreateKeyCommand({}))).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });

  it('lies in a file that only this user can read', async () => {
    await open();

    expect(statSync(file('sealing')).mode & 0o077).toBe(0);
  });

  it('is not made anew where its file is broken or of another spec: what it encrypted would be lost', async () => {
    makeKey('sealing', 'SYMMETRIC_DEFAULT');

    expect(() => makeKey('sealing', 'HMAC_256')).toThrow(/expected a key of spec HMAC_256, found SYMMETRIC_DEFAULT/);
    writeFileSync(file('sealing'), '{');
    expect(() => makeKey('sealing', 'SYMMETRIC_DEFAULT')).toThrow(/expected a key as JSON, found something else/);
  });
});

describe('access to a key', () => {
  it('is for the action and the key that the role may use, be it named by its alias', async () => {
    const gate = aGate({ Effect: 'Allow', Action: 'kms:Encrypt', Resource: keyArn('sealing') });
    const client = await open({ gate, key: readerKey });

    const { CiphertextBlob } = await encrypt(client, 'alias/names');

    await expect(decrypt(client, CiphertextBlob, context)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`kms:Decrypt on resource: ${keyArn('sealing')}`),
    });
    await expect(encrypt(client, 'other')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
