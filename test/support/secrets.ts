import { join } from 'node:path';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Gate } from '../../local/calls/gate.js';
import { LocalSecret, type SecretTemplate } from '../../local/services/secrets-manager/local-secret.js';
import { secretsManagerService } from '../../local/services/secrets-manager/service.js';
import { useClosing } from './closing.js';
import { operatorKey } from './gates.js';
import { serve } from './services.js';
import { useTempFolder } from './temp-folder.js';

export const secretArn = 'arn:aws:secretsmanager:local-1:000000000000:secret:consumers';
export const firstConsumer: SecretTemplate = {
  SecretStringTemplate: '{}',
  GenerateStringKey: 'first',
  PasswordLength: 48,
};

/** Serves a secret `consumers` behind the wire protocol, with the SDK's client for it; all of it goes after the test. */
export function useSecrets() {
  const folder = useTempFolder();
  const closing = useClosing();
  const file = () => join(folder(), 'secrets', 'consumers.json');
  const open = async ({
    gate,
    key = operatorKey,
    template = firstConsumer,
  }: {
    gate?: Gate;
    key?: string;
    template?: SecretTemplate;
  } = {}) => {
    const secret = new LocalSecret('consumers', secretArn, file(), template);
    const served = await serve(secretsManagerService([secret]), gate);
    closing(served.close);
    const client = new SecretsManagerClient({
      endpoint: served.endpoint,
      region: 'local-1',
      credentials: { accessKeyId: key, secretAccessKey: 'unchecked' },
      maxAttempts: 1,
    });
    closing(() => client.destroy());
    return client;
  };
  return { open, file };
}
