import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { secretReader } from '../../../../lambdas/shared/aws/secret-reader.js';
import { DependencyError } from '../../../../lambdas/shared/function/errors.js';

const client = new SecretsManagerClient({ region: 'ap-south-1' });
const secrets = mockClient(client);
const read = secretReader(client, 'consumers', 'consumer secrets');

beforeEach(() => secrets.reset());

describe('the reader of a secret', () => {
  it('gives its text', async () => {
    secrets.on(GetSecretValueCommand, { SecretId: 'consumers' }).resolves({ SecretString: '{}' });

    expect(await read()).toBe('{}');
  });

  it('throws what tells a broken dependency from a bad token, when it can not be had or is no text', async () => {
    secrets.on(GetSecretValueCommand).rejectsOnce(new Error('throttled')).resolvesOnce({});

    await expect(read()).rejects.toThrow(DependencyError);
    await expect(read()).rejects.toThrow('consumer secrets: expected a text, found bytes.');
  });
});
