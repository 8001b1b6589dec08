import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { decodeJwt } from 'jose';
import { channelToken } from '../../../../cli/commands/exhaust/channel-token.js';
import type { RunningInfo } from '../../../../local/disk/state-folder.js';

const secrets = mockClient(SecretsManagerClient);
const secret = 'a-secret-of-a-consumer-32-bytes-long';
const both = ['exhaust:request', 'exhaust:read'];
const info = {
  consumerSecrets: 'consumers',
  endpoints: { secrets_manager: 'http://127.0.0.1:1' },
  region: 'local-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
} as unknown as RunningInfo;

const haveConsumers = (records: object) =>
  secrets.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify(records) });

beforeEach(() => secrets.reset());

describe('a token for the runner that is up', () => {
  it('is of the first consumer that may, and says no more than is needed', async () => {
    haveConsumers({
      sender: { secret },
      stranger: { secret, scopes: both, channels: ['ORG_002'] },
      reader: { secret, scopes: ['exhaust:read'], channels: ['ORG_001'] },
      portal: { secret, scopes: [...both, 'registry:read'], channels: ['ORG_001', 'ORG_003'] },
    });

    const token = await channelToken('ORG_001', both, info);

    expect(decodeJwt(token ?? '')).toMatchObject({ iss: 'portal', scope: both.join(' '), channels: ['ORG_001'] });
  });

  it('names the channel where its consumer names none', async () => {
    haveConsumers({ unbound: { secret, scopes: both } });

    expect(decodeJwt((await channelToken('ORG_001', both, info)) ?? '')).toMatchObject({ channels: ['ORG_001'] });
  });

  it('is none where none is needed', async () => {
    const { consumerSecrets: _, ...open } = info;

    expect(await channelToken('ORG_001', both, open)).toBeUndefined();
  });

  it('that nobody may have is an error which says what is missing', async () => {
    haveConsumers({ sender: { secret }, stranger: { secret, scopes: both, channels: ['ORG_002'] } });

    await expect(channelToken('ORG_001', both, info)).rejects.toThrow(
      'consumers: expected a consumer with exhaust:request and exhaust:read for channel ORG_001, found none.',
    );
  });
});
