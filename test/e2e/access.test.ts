import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { makeBatches, makeEvent } from '../../bench/make-events.js';
import { localSecrets, readConsumers, signToken } from '../../cli/target/consumer-token.js';
import { RunnerProcess } from '../../cli/target/runner-process.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import { projectRoot } from '../../lib/project-root.js';

const origin = 'https://portal.example';
const boundSecret = 'a-secret-of-the-bound-consumer-32';
const readerSecret = 'a-secret-of-a-consumer-that-reads';

let runner: RunnerProcess;
/** The secret that was generated at the first start. */
let firstSecret: string;
const tokens: string[] = [];

beforeAll(async () => {
  runner = await RunnerProcess.start({ args: ['--stage', 'dev'] });
  const { consumerSecrets = '' } = runner.info;
  const client = localSecrets(runner.info);
  const generated = await readConsumers(client, consumerSecrets);
  firstSecret = String(generated.first);
  const records = {
    ...generated,
    bound: { secret: boundSecret, channels: ['goa', 'delhi'] },
    reader: { secret: readerSecret, scopes: ['exhaust:request'] },
  };
  await client.send(new PutSecretValueCommand({ SecretId: consumerSecrets, SecretString: JSON.stringify(records) }));
}, 90_000);

afterAll(async () => {
  await runner?.kill();
  runner?.remove();
});

const body = () => makeBatches(1, 1, Date.now())[0] as string;

function eventOf(channel: string) {
  const { context, ...event } = makeEvent(0, Date.now());
  return { ...event, context: { ...(context as object), channel } };
}

async function post(path: string, headers: Record<string, string> = {}, sent = body()) {
  const answer = await fetch(`${runner.info.url}${path}`, {
    method: 'POST',
    body: sent,
    headers: { origin, ...headers },
  });
  return { status: answer.status, text: await answer.text(), cors: answer.headers.get('access-control-allow-origin') };
}

/** `npm run token -- …`. */
function token(args: readonly string[], env = process.env): Promise<{ code: number; output: string }> {
  const command = [join(projectRoot, 'dist/cli/commands/token.js'), '--state', runner.state, ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: `${stdout}${stderr}`.trim() }),
    );
  });
}

async function aToken(...args: string[]): Promise<string> {
  const { output } = await token(args);
  tokens.push(output);
  return output;
}

const bearer = (value: string) => ({ authorization: `Bearer ${value}` });

describe('telemetry of stage dev', () => {
  it('without a token is 401, as JSON and with CORS headers', async () => {
    expect(await post('/v1/telemetry')).toEqual({ status: 401, text: '{"message":"Unauthorized"}', cors: '*' });
  });

  it('with a token signed by somebody else is 403, as JSON and with CORS headers', async () => {
    const forged = await signToken({ first: boundSecret }, { consumer: 'first' }, Date.now());
    tokens.push(forged);

    expect(await post('/v1/telemetry', bearer(forged))).toEqual({
      status: 403,
      text: '{"message":"Forbidden"}',
      cors: '*',
    });
  });

  it.each(['/v1/telemetry', '/data/v3/telemetry'])('with a token is taken at %s, with CORS headers', async (path) => {
    const answer = await post(path, bearer(await aToken()));

    expect(answer).toMatchObject({ status: 200, cors: '*' });
    expect(JSON.parse(answer.text).result).toMatchObject({ received: 1, accepted: 1 });
  });

  it.each([
    ['without a token', async () => ({}), 401, '{"message":"Unauthorized"}'],
    [
      'with a token of another scope',
      async () => bearer(await aToken('--consumer', 'reader')),
      403,
      '{"message":"Forbidden"}',
    ],
    ['with its token', async () => bearer(await aToken()), 200, expect.stringContaining('"accepted":1')],
  ] as const)(
    'whose address has slashes too many is judged as at the right one: %s',
    async (_, headers, status, text) => {
      const sent = await headers();

      for (const path of ['//v1/telemetry', '/v1/telemetry/']) {
        expect(await post(path, sent)).toEqual({ status, text, cors: '*' });
      }
    },
  );

  it('whose address is unknown is told so without a token', async () => {
    const { status, text, cors } = await post('/v1/telemetri');

    expect([status, cors]).toEqual([404, '*']);
    expect(JSON.parse(text).params.errmsg).toContain('The nearest is POST /v1/telemetry.');
  });

  it('with slashes too many is of the channels that its token is bound to', async () => {
    const value = await aToken('--consumer', 'bound', '--channel', 'goa');
    const events = ['goa', 'delhi'].map((channel) => eventOf(channel));

    const { text } = await post('//v1/telemetry', bearer(value), JSON.stringify({ events }));

    expect(JSON.parse(text).result).toMatchObject({ accepted: 1, failures: [{ index: 1, reason: 'channel' }] });
  });

  it('as a beacon has its token in the query, and in no header', async () => {
    const value = await aToken();

    const answers = [
      await post(`/v1/telemetry/beacon?token=${value}`),
      await post('/v1/telemetry/beacon', bearer(value)),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 401]);
  });

  it('with a token bound to channels is taken, but for events of other channels', async () => {
    const value = await aToken('--consumer', 'bound', '--channel', 'goa', '--days', '1');
    const events = ['goa', 'delhi'].map((channel) => eventOf(channel));

    const { status, text } = await post('/v1/telemetry', bearer(value), JSON.stringify({ events }));

    expect(status).toBe(200);
    expect(JSON.parse(text).result).toMatchObject({
      accepted: 1,
      failures: [{ index: 1, reason: 'channel', message: expect.stringMatching(/one of \["goa"\], found "delhi"/) }],
    });
  });

  it('as a pixel has its token in the query, and is a GIF only where it was taken', async () => {
    const data = Buffer.from(body()).toString('base64url');
    const get = (query: string) => fetch(`${runner.info.url}/v1/telemetry/pixel?${query}`);

    const answers = [
      await get(`data=${data}&token=${await aToken()}`),
      await get(`data=nothing&token=${await aToken()}`),
      await get(`data=${data}`),
    ];

    expect(answers.map(({ status, headers }) => [status, headers.get('content-type')])).toEqual([
      [200, 'image/gif'],
      [400, 'application/json'],
      [401, 'application/json'],
    ]);
    expect(await answers[0]?.text()).toMatch(/^GIF89a/);
  });

  it('with a token of another scope is 403', async () => {
    expect((await post('/v1/telemetry', bearer(await aToken('--consumer', 'reader')))).status).toBe(403);
  });

  it('GET /health stays open', async () => {
    const { status } = await fetch(`${runner.info.url}/health`);

    expect(status).toBe(200);
  });
});

describe('npm start', () => {
  it('says that a token is needed, and prints a curl that works when pasted', async () => {
    await waitUntil(() => runner.printed.includes('Ctrl-C stops'), 10_000);
    const command = runner.printed.split('\n').find((line) => line.trim().startsWith('curl ')) ?? '';
    tokens.push(/Bearer ([^']+)/.exec(command)?.[1] ?? '');

    const answer = await new Promise<string>((resolve) =>
      execFile('sh', ['-c', command], (_, stdout) => resolve(stdout)),
    );

    expect(runner.printed).toContain('Posting takes a token (auth.ingest: token): npm run token makes one');
    expect(JSON.parse(answer).result).toMatchObject({ accepted: 1, failed: 0 });
  });
});

describe('npm run token', () => {
  it('with --secret-id reads the secret as AWS has it, with the credentials of the shell', async () => {
    const { endpoints, credentials, consumerSecrets = '' } = runner.info;
    const shell = {
      ...process.env,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secrets_manager,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    };

    const { code, output } = await token(['--secret-id', consumerSecrets, '--state', '/nowhere'], shell);

    tokens.push(output);
    expect(code).toBe(0);
    expect((await post('/v1/telemetry', bearer(output))).status).toBe(200);
  });

  it.each<[string, string[], RegExp]>([
    [
      'a consumer that is not in the secret, naming those that are',
      ['--consumer', 'nobody'],
      /expected one of first, bound, reader, found "nobody"/,
    ],
    [
      'a scope that the consumer has not',
      ['--scope', 'registry:write'],
      /expected what the consumer's record allows \(telemetry:write\), found registry:write/,
    ],
    [
      'a channel that the consumer is not bound to',
      ['--consumer', 'bound', '--channel', 'punjab'],
      /allows \(goa, delhi\), found punjab/,
    ],
    ['a channel that is blank', ['--channel', ' '], /^--channel: expected a name, found a blank text\.$/],
    ['days that are no number', ['--days', 'soon'], /^--days: expected a whole number from 1 up, found "soon"\.$/],
    [
      'a state folder where nothing runs',
      ['--state', '/nowhere'],
      /^\/nowhere: expected a runner that is up, found none\. Start it/,
    ],
    ['an option that it has not', ['--bogus'], /--help lists the options/],
  ])('refuses %s', async (_, args, message) => {
    const { code, output } = await token(args);

    expect(code).toBe(1);
    expect(output).toMatch(message);
  });

  it('explains itself', async () => {
    const { code, output } = await token(['--help']);

    expect(code).toBe(0);
    expect(output).toMatch(/--secret-id ARN/);
  });
});

describe('after kill -9 and a new start', () => {
  it('the same token is good, and another one is still refused', async () => {
    const value = await aToken();
    await runner.kill();
    runner = await RunnerProcess.start({ state: runner.state, args: ['--stage', 'dev'] });

    const answers = [await post('/v1/telemetry', bearer(value)), await post('/v1/telemetry', bearer('nope'))];

    expect(answers.map(({ status }) => status)).toEqual([200, 403]);
  }, 90_000);

  it('no secret and no token lies in a log, in the template or in what was printed but the example', () => {
    const places = ['logs', 'cdk.out'].flatMap((folder) => textsUnder(join(runner.state, folder)));
    const signatures = tokens.map((value) => value.split('.').at(-1) ?? '');
    const secrets = [firstSecret, boundSecret, readerSecret];

    expect([places.length > 5, signatures.length > 6, secrets.every((secret) => secret.length > 31)]).toEqual([
      true,
      true,
      true,
    ]);
    for (const { path, text } of places) {
      expect([path, [...secrets, ...signatures].filter((value) => text.includes(value))]).toEqual([path, []]);
    }
    expect(secrets.filter((secret) => runner.printed.includes(secret))).toEqual([]);
  });

  it('a refusal is one line of the log, which says why', () => {
    const log = readFileSync(join(runner.info.logFolder, 'access-function.log'), 'utf8');
    const refused = log.split('\n').filter((line) => line.includes('token refused'));

    const reasons = refused
      .map((line) => JSON.parse(line))
      .map(({ reason, route, consumer }) => [reason, route, consumer]);

    expect(reasons).toEqual([
      ['bad-signature', 'POST /v1/telemetry', 'first'],
      // At //v1/telemetry, at /v1/telemetry/, and at the right address.
      ['scope', 'POST /v1/telemetry', 'reader'],
      ['scope', 'POST /v1/telemetry', 'reader'],
      ['scope', 'POST /v1/telemetry', 'reader'],
      ['malformed', 'POST /v1/telemetry', undefined],
    ]);
  });
});

function textsUnder(folder: string): { path: string; text: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}
