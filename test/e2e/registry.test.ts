import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { localSecrets, readConsumers, signToken } from '../../cli/target/consumer-token.js';
import { RunnerProcess } from '../../cli/target/runner-process.js';
import { projectRoot } from '../../lib/project-root.js';
import { aBot, aUser } from '../factories/records.js';

const secret = 'a-secret-of-a-consumer-32-bytes-long';
const everything = ['registry:read', 'registry:write', 'registry:personal'];
const consumers = {
  keeper: { secret, scopes: everything },
  reader: { secret, scopes: ['registry:read'] },
  goa: { secret, scopes: everything, channels: ['goa'] },
};
/** In every personal value of this file, and nowhere else. */
const mark = '90000';

let runner: RunnerProcess;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  runner = await RunnerProcess.start({ args: ['--stage', 'dev'] });
  const { consumerSecrets: SecretId = '' } = runner.info;
  const client = localSecrets(runner.info);
  const records = { ...(await readConsumers(client, SecretId)), ...consumers };
  await client.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(records) }));
  for (const consumer of ['first', ...Object.keys(consumers)]) {
    tokens[consumer] = await signToken(records, { consumer }, Date.now());
  }
}, 90_000);

afterAll(async () => {
  await runner?.kill();
  runner?.remove();
});

async function call(consumer: string | undefined, method: string, path: string, body?: object) {
  const answer = await fetch(`${runner.info.url}/registry/v1/${path}`, {
    method,
    headers: consumer === undefined ? {} : { authorization: `Bearer ${tokens[consumer]}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, ...JSON.parse(await answer.text()) };
}

/** `npm run registry -- …`. */
function registry(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = [join(projectRoot, 'dist/cli/commands/registry/run.js'), ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

function aFile(name: string, lines: readonly (object | string)[]): string {
  const file = join(runner.state, name);
  writeFileSync(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return file;
}

const linesOf = (file: string) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a record over HTTP', () => {
  it('wants a token with the scope of what is done', async () => {
    const statuses = [
      await call(undefined, 'GET', 'bot/b-1'),
      await call('first', 'GET', 'bot/b-1'),
      await call('reader', 'PUT', 'bot/b-1', aBot()),
      await call('reader', 'DELETE', 'bot/b-1'),
      await call('reader', 'GET', 'bot/b-1'),
    ].map(({ status }) => status);

    expect(statuses).toEqual([401, 403, 403, 403, 404]);
  });

  it('is written, read and removed', async () => {
    const written = await call('keeper', 'PUT', 'bot/b-1', aBot());
    const read = await call('reader', 'GET', 'bot/b-1');
    const removed = await call('keeper', 'DELETE', 'bot/b-1');

    expect([written.result, removed.result]).toEqual([
      { kind: 'bot', id: 'b-1', created: true },
      { kind: 'bot', id: 'b-1', removed: true },
    ]);
    expect(read).toMatchObject({ status: 200, responseCode: 'OK', result: { record: { id: 'b-1', ...aBot() } } });
  });

  it('shows a user’s name to registry:personal alone', async () => {
    await call('keeper', 'PUT', 'user/f%3Ap%3Au-1', aUser());

    const answers = [await call('reader', 'GET', 'user/f%3Ap%3Au-1'), await call('keeper', 'GET', 'user/f:p:u-1')];

    expect(answers.map(({ result }) => result.record.username)).toEqual(['[masked]', 'phone:9000000001']);
  });

  it('of another channel than the token is bound to is refused', async () => {
    const refused = await call('goa', 'PUT', 'bot/b-2', aBot({ ownerOrgID: 'delhi' }));
    const taken = await call('goa', 'PUT', 'bot/b-2', aBot({ ownerOrgID: 'goa' }));

    expect([refused.status, refused.params.err, taken.status]).toEqual([403, 'CHANNEL', 200]);
  });
});

describe('many records over HTTP', () => {
  it('want a token that may write, and are answered one by one', async () => {
    const sent = { records: [{ id: 'm-1', ...aBot() }, { id: 'm-2' }] };

    const answers = [await call('reader', 'POST', 'bot', sent), await call('keeper', 'POST', 'bot', sent)];

    expect(answers.map(({ status }) => status)).toEqual([403, 200]);
    expect(answers[1].result).toMatchObject({
      received: 2,
      written: 1,
      failed: 1,
      failures: [{ index: 1, id: 'm-2' }],
    });
    expect((await call('reader', 'GET', 'bot/m-1')).status).toBe(200);
  });

  it('find a network under its address, whose slash is a tilde', async () => {
    await call('keeper', 'POST', 'location', { records: [{ id: '49.206.12.7/16', city: 'Panaji' }] });

    const read = [
      await call('reader', 'GET', 'location/49.206.0.0~16'),
      await call('reader', 'GET', 'location/49.206.0.0%2F16'),
    ];
    const { stdout } = await registry('get', '--kind', 'location', '--id', '49.206.0.0/16', '--state', runner.state);

    expect(read[0].result).toEqual({
      kind: 'location',
      id: '49.206.0.0/16',
      record: { id: '49.206.0.0/16', city: 'Panaji' },
    });
    expect(read[1]).toMatchObject({ status: 404, params: { err: 'UNKNOWN_ADDRESS' } });
    expect(JSON.parse(stdout)).toMatchObject({ city: 'Panaji' });
  });
});

describe('npm run registry', () => {
  const here = () => ['--state', runner.state];

  it('import writes the good lines, tells the others by number without quoting them, and exits with 2', async () => {
    const good = Array.from({ length: 60 }, (_, n) => ({ id: `i-${n}`, ...aUser({ username: `${mark}-${n}` }) }));
    const bad = [
      `{"id": "x", "phone": "${mark}00001"`,
      { id: 'x', phone: Number(`${mark}00001`) },
      { id: `asha@${mark}.example` },
      { ...aUser(), consent: `${mark}` },
      `{"id":"x","name":"${mark}${'x'.repeat(70_000)}"}`,
    ];
    const file = aFile('users.jsonl', [...bad.slice(0, 2), '', ...good, ...bad.slice(2)]);

    const { code, stdout } = await registry('import', file, '--kind', 'user', ...here());

    expect([code, stdout]).toEqual([2, `60 written, 5 refused, see ${file}.refused.jsonl\n`]);
    expect(linesOf(`${file}.refused.jsonl`).toSorted((a, b) => a.line - b.line)).toEqual([
      { line: 1, pointer: '', expected: 'JSON', found: expect.stringMatching(/^a text that is none: /) },
      { line: 2, pointer: '/phone', expected: 'string', found: 'number' },
      {
        line: 64,
        pointer: '/id',
        expected: expect.stringContaining('1 to 128 letters'),
        found: expect.stringContaining('as character'),
      },
      { line: 65, pointer: '/id', expected: 'string', found: 'nothing' },
      { line: 66, pointer: '', expected: 'at most 65536 bytes', found: 'more' },
    ]);
    expect(readFileSync(`${file}.refused.jsonl`, 'utf8')).not.toContain(mark);
  });

  it('import of the same file again does no harm, and of one without faults leaves no report', async () => {
    const file = aFile('bots.jsonl', [
      { id: 'b-7', ...aBot({ name: 'Old' }) },
      { id: 'b-7', ...aBot() },
    ]);

    const codes = [
      (await registry('import', file, '--kind', 'bot', ...here())).code,
      (await registry('import', file, '--kind', 'bot', ...here())).code,
    ];
    const { stdout } = await registry('get', '--kind', 'bot', '--id', 'b-7', ...here());

    expect(codes).toEqual([0, 0]);
    expect(existsSync(`${file}.refused.jsonl`)).toBe(false);
    expect(JSON.parse(stdout)).toEqual({ id: 'b-7', ...aBot() });
  });

  it('import brings nobody back who was erased, unless it is told to', async () => {
    const file = aFile('erased.jsonl', [
      { id: 'e-1', ...aUser() },
      { id: 'e-2', ...aUser() },
    ]);
    await registry('import', file, '--kind', 'user', ...here());
    await call('keeper', 'DELETE', 'user/e-1');

    const again = await registry('import', file, '--kind', 'user', ...here());
    const afterAgain = (await call('keeper', 'GET', 'user/e-1')).status;
    const revived = await registry('import', file, '--kind', 'user', '--revive', ...here());

    expect([again.code, again.stdout.split(',')[0], afterAgain]).toEqual([2, '1 written', 404]);
    expect([revived.code, (await call('keeper', 'GET', 'user/e-1')).status]).toEqual([0, 200]);
  });

  it('import --dry-run says the same of the lines, and writes nothing', async () => {
    const file = aFile('dry.jsonl', [
      { id: 'dry-1', ...aUser() },
      { id: 'dry-2', nickname: mark },
    ]);

    const { code, stdout } = await registry('import', file, '--kind', 'user', '--dry-run', '--state', '/nowhere');

    expect([code, stdout.split(',')[0]]).toEqual([2, '1 good (dry run: nothing was written)']);
    expect((await call('keeper', 'GET', 'user/dry-1')).status).toBe(404);
  });

  it('takes a URL and a token in place of a runner’s folder; what the registry alone can refuse is told by line', async () => {
    const file = aFile('channels.jsonl', [
      { id: 'c-1', ...aBot({ ownerOrgID: 'goa' }) },
      { id: 'c-2', ...aBot({ ownerOrgID: 'delhi' }) },
    ]);
    const there = ['--url', `${runner.info.url}/registry/v1/`, '--token', tokens.goa ?? ''];

    const { code, stdout } = await registry('import', file, '--kind', 'bot', ...there);

    expect([code, stdout.split(',')[0]]).toEqual([2, '1 written']);
    expect(linesOf(`${file}.refused.jsonl`)).toEqual([
      expect.objectContaining({ line: 2, found: expect.stringMatching(/^CHANNEL: /) }),
    ]);
  });

  it.each<[string, string[], number, RegExp]>([
    ['no action', [], 1, /^action: expected import or get, found ""\. --help/],
    ['no kind', ['get', '--id', 'x'], 1, /^--kind: expected one of bot, user, .*, found ""/],
    ['no id', ['get', '--kind', 'bot'], 1, /^--id: expected the id of a record, found ""/],
    ['no file', ['import', '--kind', 'bot'], 1, /^file: expected a path after import/],
    ['a file too many', ['import', 'a', 'b', '--kind', 'bot'], 1, /^arguments: expected nothing more, found "b"/],
    [
      'a file that is not there',
      ['import', '/nowhere/x', '--kind', 'bot', '--dry-run'],
      1,
      /expected a file with a JSON record a line, found none/,
    ],
    [
      'a folder in place of a file',
      ['import', projectRoot, '--kind', 'bot', '--dry-run'],
      1,
      /expected a file with a JSON record a line, found a folder/,
    ],
    [
      'no runner',
      ['get', '--kind', 'bot', '--id', 'x', '--state', '/nowhere'],
      1,
      /expected a runner that is up, found none/,
    ],
    ['an option that it has not', ['--bogus'], 1, /--help lists the options/],
    ['--help', ['--help'], 0, /^$/],
  ])('with %s exits with a code and says why', async (_, args, expected, message) => {
    const { code, stderr } = await registry(...args);

    expect(code).toBe(expected);
    expect(stderr).toMatch(message);
  });

  it('get of what is not there exits with 2; with a token that is no good with 1, and says what it wants', async () => {
    const get = (token: string) =>
      registry('get', '--kind', 'bot', '--id', 'none', '--url', `${runner.info.url}/registry/v1`, '--token', token);

    const [none, wrong] = [await get(tokens.reader ?? ''), await get(tokens.first ?? '')];

    expect([none.code, none.stderr.trim()]).toEqual([2, 'bot: there is none with this id']);
    expect([wrong.code, wrong.stderr]).toEqual([
      1,
      expect.stringMatching(/found status 403\. The token is not good here/),
    ]);
  });
});

describe('after kill -9 and a new start', () => {
  it('what was sealed is opened, since the key is the same', async () => {
    await runner.kill();
    runner = await RunnerProcess.start({ state: runner.state, args: ['--stage', 'dev'] });

    const { result } = await call('keeper', 'GET', 'user/i-7');

    expect(result.record).toMatchObject({ id: 'i-7', username: `${mark}-7`, consent: true });
  }, 90_000);

  it('no personal value lies in the table, in a log or in what was printed', () => {
    const files = ['dynamodb', 'logs', 'kms'].flatMap((folder) =>
      readdirSync(join(runner.state, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
    );

    const places = files.filter((file) => readFileSync(file).includes(mark));

    expect(files.length).toBeGreaterThan(5);
    expect(places).toEqual([]);
    expect(runner.printed).not.toContain(mark);
  });
});
