import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { DependencyError } from '../../../../../lambdas/shared/function/errors.js';
import { kmsDataKeys } from '../../../../../lambdas/shared/registry/aws/kms-data-keys.js';

const client = new KMSClient({ region: 'ap-south-1' });
const kms = mockClient(client);
const keyId = 'arn:aws:kms:ap-south-1:111122223333:key/k';
const context = { 'sunstream:use': 'registry' };

let at = 0;
const dataKeys = () => kmsDataKeys({ client, keyId, now: () => at });
const generated = () => kms.commandCalls(GenerateDataKeyCommand).length;
const decrypted = () => kms.commandCalls(DecryptCommand).length;

beforeEach(() => {
  at = 0;
  kms.reset();
  kms.on(GenerateDataKeyCommand).callsFake(async () => ({
    Plaintext: Buffer.from(`plain ${generated()}`),
    CiphertextBlob: Buffer.from(`wrapped ${generated()}`),
  }));
  kms.on(DecryptCommand).callsFake(async ({ CiphertextBlob }) => ({ Plaintext: CiphertextBlob.subarray(-1) }));
});

describe('the key to seal with', () => {
  it('is made once for all who ask in five minutes, also at the same moment', async () => {
    const keys = dataKeys();

    const together = await Promise.all([keys.current(), keys.current()]);
    at = 299_999;
    const later = await keys.current();
    at = 300_000;
    const anew = await keys.current();

    expect(together[0]).toBe(together[1]);
    expect(later).toBe(together[0]);
    expect(anew).not.toBe(later);
    expect(kms.commandCalls(GenerateDataKeyCommand).map(({ args }) => args[0].input)).toEqual(
      Array(2).fill({ KeyId: keyId, KeySpec: 'AES_256', EncryptionContext: context }),
    );
  });

  it('seals 10,000 records and no more', async () => {
    const keys = dataKeys();

    for (let use = 0; use < 10_001; use++) await keys.current();

    expect(generated()).toBe(2);
  });

  it('that could not be made is asked for again', async () => {
    kms
      .on(GenerateDataKeyCommand)
      .rejectsOnce(new Error('throttled'))
      .resolves({
        Plaintext: Buffer.from('p'),
        CiphertextBlob: Buffer.from('w'),
      });
    const keys = dataKeys();

    await expect(keys.current()).rejects.toThrow(DependencyError);
    await expect(keys.current()).resolves.toEqual({ plain: Buffer.from('p'), wrapped: Buffer.from('w') });
  });
});

describe('a wrapped key', () => {
  it('is opened once in five minutes, with the context that it was made with', async () => {
    const keys = dataKeys();
    const [a, b] = [Buffer.from('wrapped a'), Buffer.from('wrapped b')];

    await Promise.all([a, b, a].map((wrapped) => keys.unwrap(wrapped)));
    const openedFirst = decrypted();
    at = 300_000;
    const again = await keys.unwrap(a);

    expect([openedFirst, decrypted()]).toEqual([2, 3]);
    expect(Buffer.from(again).toString()).toBe('a');
    expect(kms.commandCalls(DecryptCommand)[0]?.args[0].input).toEqual({
      KeyId: keyId,
      CiphertextBlob: a,
      EncryptionContext: context,
    });
  });

  it('that could not be opened is asked for again', async () => {
    kms
      .on(DecryptCommand)
      .rejectsOnce(new Error('throttled'))
      .resolves({ Plaintext: Buffer.from('p') });
    const keys = dataKeys();

    await expect(keys.unwrap(Buffer.from('w'))).rejects.toThrow(DependencyError);
    await expect(keys.unwrap(Buffer.from('w'))).resolves.toEqual(Buffer.from('p'));
  });
});
