import { rmSync, statSync } from 'node:fs';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { aGate, readerKey, readerRole } from '../../../support/gates.js';
import { secretArn, useSecrets } from '../../../support/secrets.js';

const { open, file } = useSecrets();
const get = (client: SecretsManagerClient, SecretId = secretArn) =>
  client.send(new GetSecretValueCommand({ SecretId }));
const put = (client: SecretsManagerClient, SecretString?: string) =>
  client.send(new PutSecretValueCommand({ SecretId: secretArn, SecretString }));

describe('a secret', () => {
  it('is generated as the template says, and read by ARN or by name', async () => {
    const client = await open();

    const [byArn, byName] = [await get(client), await get(client, 'consumers')];

    expect(byArn).toMatchObject({ ARN: secretArn, Name: 'consumers', VersionStages: ['AWSCURRENT'] });
    expect(byArn.CreatedDate).toBeInstanceOf(Date);
    expect(JSON.parse(byArn.SecretString ?? '')).toEqual({ first: expect.stringMatching(/^[A-Za-z0-9]{48}$/) });
    expect(byName.SecretString).toBe(byArn.SecretString);
  });

  it('without a key to put it under is the generated text alone, of 32 characters', async () => {
    const client = await open({ template: {} });

    expect((await get(client)).SecretString).toMatch(/^[A-Za-z0-9]{32}$/);
  });

  it('is generated once, and another where the state is another', async () => {
    const first = await get(await open());
    const again = await get(await open());
    rmSync(file());
    const afterReset = await get(await open());

    expect(again.SecretString).toBe(first.SecretString);
    expect(afterReset.SecretString).not.toBe(first.SecretString);
  });

  it('that was put is the current one, and the same after a restart', async () => {
    const client = await open();

    const { VersionId } = await put(client, '{"app":"x"}');
    const after = await get(await open());

    expect(await get(client)).toMatchObject({ SecretString: '{"app":"x"}', VersionId });
    expect(after).toMatchObject({ SecretString: '{"app":"x"}', VersionId });
  });

  it('lies in a file that only this user can read', async () => {
    await open();

    expect(statSync(file()).mode & 0o077).toBe(0);
  });
});

describe('access to a secret', () => {
  it('is refused to a role without the permission', async () => {
    const gate = aGate({ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: `${secretArn}-other` });
    const client = await open({ gate, key: readerKey });

    await expect(get(client)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`${readerRole} is not authorized to perform: secretsmanager:GetSecretValue`),
    });
  });

  it('to read does not let write', async () => {
    const gate = aGate({ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: secretArn });
    const client = await open({ gate, key: readerKey });

    await expect(get(client)).resolves.toMatchObject({ Name: 'consumers' });
    await expect(put(client, '{}')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('names what is not there, not built or not right', async () => {
    const client = await open();

    await expect(get(client, 'other')).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(client.send(new CreateSecretCommand({ Name: 'more' }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
    await expect(put(client)).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await expect(put(client, 'x'.repeat(65_537))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'SecretString: 1 to 65536 bytes, found 65537',
    });
  });
});
