import { parseArgs } from 'node:util';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { ConsumerRecords } from '../../lambdas/authorize/consumer-record.js';
import { readRunning } from '../../local/disk/state-folder.js';
import { localSecrets, readConsumers, signToken } from '../target/consumer-token.js';
import { defaultState, runCommand, stateFolder } from '../terminal/command.js';

const help = `npm run -s token -- --consumer NAME [options]    prints a token to send telemetry with

  --consumer NAME   whose token it is: a name in the secret with the consumers (default first)
  --scope SCOPE     only this scope of the consumer's; may be given again (default all that it has)
  --channel ID      only for events of this channel; may be given again (default all that it may)
  --days N          expires after so many days (default never)
  --secret-id ARN   of a deployed stack's secret, its output ConsumerSecrets, read with your AWS credentials;
                    without it the token is for the runner that is up
  --state DIR       folder of the runner's state (default .sunstream)
  --help            this text
`;

async function main(): Promise<number> {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const { consumer, scope: scopes, channel: channels, days } = options;
  const records = await findRecords(options);
  const wish = { consumer, ...(scopes && { scopes }), ...(channels && { channels }), ...(days && { days }) };
  console.log(await signToken(records, wish, Date.now()));
  return 0;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      consumer: { type: 'string', default: 'first' },
      scope: { type: 'string', multiple: true },
      channel: { type: 'string', multiple: true },
      days: { type: 'string' },
      'secret-id': { type: 'string' },
      state: { type: 'string', default: defaultState },
      help: { type: 'boolean', default: false },
    },
  });
  const days = values.days === undefined ? undefined : Number(values.days);
  if (days !== undefined && (!Number.isInteger(days) || days < 1)) {
    throw new Error(`--days: expected a whole number from 1 up, found "${values.days}".`);
  }
  for (const option of ['scope', 'channel'] as const) {
    if (values[option]?.some((value) => value.trim() === '')) {
      throw new Error(`--${option}: expected a name, found a blank text.`);
    }
  }
  checkSecret(values['secret-id']);
  return { ...values, days, state: stateFolder(values.state) };
}

async function findRecords({ state, ...options }: ReturnType<typeof readOptions>): Promise<ConsumerRecords> {
  const secretId = options['secret-id'];
  if (secretId !== undefined) return readConsumers(awsSecrets(secretId), secretId);
  const running = readRunning(state);
  if (!running) {
    throw new Error(
      `${state}: expected a runner that is up, found none. Start it (npm start -- --stage dev), or name a deployed secret with --secret-id.`,
    );
  }
  if (running.consumerSecrets === undefined) {
    throw new Error(`stage ${running.stage} takes no tokens: anyone may post. Start one that does: --stage dev.`);
  }
  return readConsumers(localSecrets(running), running.consumerSecrets);
}

const secretArn = /^arn:[^:]+:secretsmanager:([a-z0-9-]+):\d{12}:secret:/;

/** A name does as well as an ARN, where the region is told otherwise; another service's ARN doesn't. */
function checkSecret(id: string | undefined): void {
  if (id === undefined || secretArn.test(id) || /^(?!arn:)[\w/+=.@-]+$/.test(id)) return;
  throw new Error(`--secret-id: expected the ARN of a secret, the output ConsumerSecrets, found "${id}".`);
}

/** With the default credentials; an ARN names its region. */
function awsSecrets(secretId: string): SecretsManagerClient {
  const region = secretArn.exec(secretId)?.[1];
  return new SecretsManagerClient(region === undefined ? {} : { region });
}

runCommand(main);
