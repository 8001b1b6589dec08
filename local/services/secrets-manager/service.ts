import { AwsError } from '../../calls/aws-error.js';
import type { Input, JsonService, Operation } from '../../calls/json-service.js';
import type { LocalSecret } from './local-secret.js';

/** "Secrets Manager quotas": bytes of a secret. */
const maxSecretBytes = 65_536;
const stages = ['AWSCURRENT'];

/** Secrets Manager, as far as the authorizer and an operator use it. */
export function secretsManagerService(secrets: readonly LocalSecret[]): JsonService {
  const find = ({ SecretId }: Input): LocalSecret => {
    const secret = secrets.find(({ name, arn }) => name === SecretId || arn === SecretId);
    if (secret) return secret;
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  };
  const operation = (action: string, run: (secret: LocalSecret, input: Input) => unknown): Operation => ({
    permissions: (input) => [{ action: `secretsmanager:${action}`, resource: find(input).arn }],
    run: (input) => run(find(input), input),
  });
  return {
    name: 'secrets-manager',
    jsonVersion: '1.1',
    operations: {
      GetSecretValue: operation('GetSecretValue', ({ arn, name, current }) => ({
        ARN: arn,
        Name: name,
        VersionId: current.id,
        SecretString: current.text,
        VersionStages: stages,
        CreatedDate: current.createdAt / 1_000,
      })),
      PutSecretValue: operation('PutSecretValue', (secret, { SecretString, ClientRequestToken }) => {
        checkText(SecretString);
        const { id } = secret.put(SecretString, ClientRequestToken);
        return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: stages };
      }),
    },
  };
}

function checkText(text: unknown): void {
  if (typeof text !== 'string') {
    throw new AwsError('InvalidRequestException', 'The local runner keeps texts: SecretString expected.');
  }
  const bytes = Buffer.byteLength(text);
  if (bytes < 1 || bytes > maxSecretBytes) {
    throw new AwsError('ValidationException', `SecretString: 1 to ${maxSecretBytes} bytes, found ${bytes}`);
  }
}
