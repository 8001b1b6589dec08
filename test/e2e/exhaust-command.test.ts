import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobView } from '../../cli/commands/exhaust/job-view.js';
import { projectRoot } from '../../lib/project-root.js';
import { done, fakeExhaustApi, refused } from '../fakes/fake-exhaust-api.js';

const requestId = '1E2A13DA30671FDBA10C418C9EF14A70';
const password = 'open sesame';
const tag = 'a tag|1';
const [submit, run] = ['POST /dataset/v1/request/submit', 'POST /dataset/v1/request/run'];
const [read, list] = ['GET /dataset/v1/request/read/a%20tag%7C1', 'GET /dataset/v1/request/list/a%20tag%7C1'];
const whose = ['--channel', 'ORG_001', '--tag', tag];
const one = [...whose, '--request-id', requestId];
const wanted = [...whose, '--dataset', 'uci-response-exhaust'];
const nobody = refused(200, 'OK', 'no job available with the given request_id and tag');

let api: Awaited<ReturnType<typeof fakeExhaustApi>>;
let folder: string;

beforeEach(async () => {
  api = await fakeExhaustApi();
  folder = mkdtempSync(join(tmpdir(), 'sunstream-exhaust-'));
});

afterEach(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

function aJob(overrides: Partial<JobView> = {}): JobView {
  return {
    requestId,
    status: 'SUBMITTED',
    dataset: 'uci-response-exhaust',
    attempts: 0,
    downloadUrls: [],
    jobStats: { dtJobSubmitted: Date.UTC(2022, 3, 6, 9, 32), executionTime: null },
    ...overrides,
  };
}

function finished(...names: string[]): JobView {
  return aJob({
    status: 'SUCCESS',
    downloadUrls: names.map((name) => `${api.origin}/dataset/v1/file/${requestId}/${name}?expires=1&signature=x`),
    jobStats: { dtJobSubmitted: Date.UTC(2022, 3, 6, 9, 32), executionTime: 12_340 },
  });
}

/** As the API's link does: leads on to S3, which has the file. */
function putFile(name: string, text: string): void {
  api.answer(`GET /dataset/v1/file/${requestId}/${name}`, { status: 302, body: '', location: `/s3/${name}?X-Amz=1` });
  api.answer(`GET /s3/${name}`, { body: text });
}

/** `npm run exhaust -- …`. */
function exhaust(args: readonly string[], env: Record<string, string> = {}) {
  const command = [join(projectRoot, 'dist/cli/commands/exhaust/run.js'), ...args];
  const where = args.includes('--state') ? [] : ['--url', `${api.url}/`];
  const options = { cwd: folder, env: { PATH: process.env.PATH, SUNSTREAM_TOKEN: 'a-token', ...env } };
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [...command, ...where], options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

describe('npm run exhaust -- submit', () => {
  it('sends what was asked for, and tells the id and how far it is', async () => {
    api.answer(submit, done(aJob()));
    const config = '{"conversationId":"c-1","startDate":"2022-03-01"}';

    const { code, stdout } = await exhaust(
      ['submit', ...wanted, '--config', config, '--format', 'json', '--requested-by', 'asha'],
      { EXHAUST_PASSWORD: password },
    );

    expect([code, stdout]).toEqual([
      0,
      `requestId  ${requestId}\nstatus     SUBMITTED\ndataset    uci-response-exhaust\nsubmitted  2022-04-06T09:32:00Z\n`,
    ]);
    expect(api.seen).toHaveLength(1);
    expect(api.seen[0]).toMatchObject({
      call: submit,
      headers: { 'x-channel-id': 'ORG_001', authorization: 'Bearer a-token', 'content-type': 'application/json' },
      body: {
        request: {
          tag,
          dataset: 'uci-response-exhaust',
          datasetConfig: JSON.parse(config),
          requestedBy: 'asha',
          encryptionKey: password,
          outputFormat: 'json',
        },
      },
    });
  });

  it('sends a channel of any script percent-encoded', async () => {
    api.answer(run, done({ count: 0, jobs: [] }));

    const { code } = await exhaust(['run', '--channel', 'गोवा']);

    expect([code, api.seen[0]?.headers['x-channel-id']]).toEqual([0, '%E0%A4%97%E0%A5%8B%E0%A4%B5%E0%A4%BE']);
  });

  it('takes the usual keys as options, and a password as one', async () => {
    api.answer(submit, done(aJob()));
    const days = ['--from', '2022-03-01', '--to', '2022-03-31'];

    await exhaust(['submit', ...wanted, '--conversation', 'c-1', ...days, '--password', 'p-1', '--token', 't-2'], {
      EXHAUST_PASSWORD: password,
    });

    expect(api.seen[0]).toMatchObject({
      headers: { authorization: 'Bearer t-2' },
      body: {
        request: {
          datasetConfig: { conversationId: 'c-1', startDate: '2022-03-01', endDate: '2022-03-31' },
          encryptionKey: 'p-1',
        },
      },
    });
  });

  it('--wait tells each status once where nobody sits at a terminal, then the link', async () => {
    api.answer(submit, done(aJob()));
    const processing = done(aJob({ status: 'PROCESSING' }));
    api.answer(read, done(aJob()), processing, processing, done(finished('a.csv')));

    const { code, stdout, stderr } = await exhaust(['submit', ...wanted, '--conversation', 'c-1', '--wait']);

    expect(code).toBe(0);
    expect(stderr.replaceAll(/\d+ s/g, 'n s')).toBe('SUBMITTED, n s\nPROCESSING, n s\nSUCCESS, n s\n');
    expect(stdout).toContain('status     SUCCESS\n');
    expect(stdout).toContain('took       12.3 s\n');
    expect(stdout).toContain(`file       ${api.origin}/dataset/v1/file/${requestId}/a.csv?expires=1&signature=x\n`);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('--wait --out fetches the files too', async () => {
    api.answer(submit, done(aJob()));
    api.answer(read, done(finished('a.csv')));
    putFile('a.csv', 'Message ID\nm-1\n');

    const { code, stdout } = await exhaust([
      'submit',
      ...wanted,
      '--conversation',
      'c-1',
      '--wait',
      '--out',
      'new/one',
    ]);

    expect([code, stdout.includes('signature')]).toEqual([0, false]);
    expect(readFileSync(join(folder, 'new/one/a.csv'), 'utf8')).toBe('Message ID\nm-1\n');
  });

  it('--wait of a job that fails says why, and exits with 2', async () => {
    api.answer(submit, done(aJob()));
    api.answer(read, done(aJob({ status: 'FAILED', attempts: 1, statusMessage: 'No data found' })));

    const { code, stdout } = await exhaust(['submit', ...wanted, '--conversation', 'c-1', '--wait']);

    expect(code).toBe(2);
    expect(stdout).toMatch(/status +FAILED\n.*failures +1\nbecause +No data found\n$/s);
  });
});

describe('npm run exhaust -- status', () => {
  it('tells the status and the links', async () => {
    api.answer(read, done(finished('a.csv', 'b.csv')));

    const { code, stdout } = await exhaust(['status', ...one]);

    expect(code).toBe(0);
    expect(api.seen.map(({ call }) => call)).toEqual([`${read}?requestId=${requestId}`]);
    expect(stdout.match(/^file /gm)).toHaveLength(2);
  });

  it('of a job that is not there is 2, and one line', async () => {
    api.answer(read, nobody);

    expect(await exhaust(['status', ...one])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'no job available with the given request_id and tag\n',
    });
  });
});

describe('npm run exhaust -- list', () => {
  it('is a table with aligned columns, and no links', async () => {
    const failed = aJob({ requestId: 'F'.repeat(32), status: 'FAILED', attempts: 3, statusMessage: 'No data found' });
    api.answer(list, done({ count: 2, jobs: [finished('a.csv'), failed] }));

    const { code, stdout } = await exhaust(['list', ...whose, '--limit', '5']);

    expect(code).toBe(0);
    expect(api.seen.map(({ call }) => call)).toEqual([`${list}?limit=5`]);
    expect(stdout).toBe(`\
requestId                         status   dataset               submitted             took    failures  files  because
${requestId}  SUCCESS  uci-response-exhaust  2022-04-06T09:32:00Z  12.3 s  0         1
${'F'.repeat(32)}  FAILED   uci-response-exhaust  2022-04-06T09:32:00Z  -       3         0      No data found
`);
  });

  it('says so where there is nothing', async () => {
    api.answer(list, done({ count: 0, jobs: [] }));

    expect(await exhaust(['list', ...whose])).toMatchObject({
      code: 0,
      stdout: `nothing was asked for under tag ${tag}.\n`,
    });
  });
});

describe('npm run exhaust -- download', () => {
  it('follows the link without the token, and writes a file that others can not read', async () => {
    api.answer(read, done(finished('a.csv')));
    putFile('a.csv', 'Message ID\nm-1\n');

    const { code, stdout } = await exhaust(['download', ...one]);

    expect([code, stdout]).toEqual([0, `${join(folder, 'a.csv')}\n`]);
    expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('Message ID\nm-1\n');
    expect(statSync(join(folder, 'a.csv')).mode & 0o777).toBe(0o600);
    expect(api.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer a-token', undefined, undefined]);
  });

  it('writes over no file unless it is forced to', async () => {
    api.answer(read, done(finished('a.csv')));
    putFile('a.csv', 'new');
    writeFileSync(join(folder, 'a.csv'), 'old');

    const refusal = await exhaust(['download', ...one, '--out', folder]);
    const kept = readFileSync(join(folder, 'a.csv'), 'utf8');
    const forced = await exhaust(['download', ...one, '--out', folder, '--force']);

    expect([refusal.code, refusal.stderr]).toEqual([
      1,
      `${join(folder, 'a.csv')}: expected no such file, found one. Write over it with --force.\n`,
    ]);
    expect([kept, forced.code, readFileSync(join(folder, 'a.csv'), 'utf8')]).toEqual(['old', 0, 'new']);
  });

  it('of a job without a file yet, or by a link that has expired, is 2', async () => {
    api.answer(read, done(aJob({ status: 'PROCESSING' })), done(finished('a.csv')));
    api.answer(`GET /dataset/v1/file/${requestId}/a.csv`, {
      status: 410,
      body: '<title>This link has expired</title>',
    });

    const [early, late] = [await exhaust(['download', ...one]), await exhaust(['download', ...one])];

    expect([early.code, early.stderr]).toEqual([2, `${requestId}: no file yet: it is PROCESSING.\n`]);
    expect([late.code, late.stderr]).toEqual([2, 'a.csv: This link has expired (410)\n']);
    expect(existsSync(join(folder, 'a.csv'))).toBe(false);
  });
});

describe('npm run exhaust -- run', () => {
  it('starts one job, or all that wait', async () => {
    api.answer(run, done({ count: 1, jobs: [aJob()] }), done({ count: 0, jobs: [] }));

    const of = await exhaust(['run', '--channel', 'ORG_001', '--request-id', requestId]);
    const all = await exhaust(['run', '--channel', 'ORG_001']);

    expect(api.seen.map(({ body }) => body)).toEqual([{ request: { requestId } }, { request: {} }]);
    expect([of.code, of.stdout.split('\n')[0]]).toEqual([0, 'started 1:']);
    expect([all.code, all.stdout]).toEqual([0, 'nothing waits to be run.\n']);
  });
});

describe('what the API refuses', () => {
  const text = 'dataset: expected one that this installation has, found "x".';

  it('is its own text, as one line, and 2', async () => {
    api.answer(submit, refused(400, 'CLIENT_ERROR', text.replace(', ', ',\n')));

    expect(await exhaust(['submit', ...wanted])).toEqual({ code: 2, stdout: '', stderr: `${text}\n` });
  });

  it('for want of a token says how to give one', async () => {
    api.answer(list, { status: 401, body: { message: 'Unauthorized' } });

    const { code, stderr } = await exhaust(['list', ...whose]);

    expect(code).toBe(1);
    expect(stderr).toMatch(/^exhaust: expected its own answer, found status 401\. Give a token with --token/);
  });

  it('for a moment is asked again', async () => {
    api.answer(run, refused(500, 'SERVER_ERROR', 'busy'), done({ count: 0, jobs: [] }));

    expect(await exhaust(['run', '--channel', 'ORG_001'])).toMatchObject({ code: 0 });
  });
});

describe('npm run exhaust', () => {
  it('has a help with every option', async () => {
    const { code, stdout } = await exhaust(['--help']);

    expect(code).toBe(0);
    for (const option of ['config', 'conversation', 'from', 'to', 'password', 'wait', 'out', 'force', 'limit', 'url']) {
      expect(stdout).toContain(`--${option}`);
    }
  });

  it.each<[string, string[], RegExp]>([
    ['no action', [], /^action: expected submit, status, list, download, run, run-all, found ""\. --help/],
    ['an argument too many', ['list', 'x', ...whose], /^arguments: expected nothing more, found "x"/],
    ['no channel', ['list', '--tag', 't'], /^--channel: expected a value, which list needs/],
    [
      'a tag that no read finds',
      ['list', '--channel', 'ORG_001', '--tag', 'a/b'],
      /^--tag: expected any characters but .*found "\/"/,
    ],
    ['no dataset', ['submit', ...whose], /^--dataset: expected a value, which submit needs/],
    ['no id', ['download', ...whose], /^--request-id: expected a value, which download needs/],
    ['an option of another action', ['list', ...whose, '--wait'], /^--wait: list has no such option/],
    ['a config that is no JSON', ['submit', ...wanted, '--config', '{'], /^--config: expected a JSON object/],
    ['a config twice', ['submit', ...wanted, '--config', '{}', '--from', '2022-03-01'], /^--config: .* found both\./],
    ['no runner', ['list', ...whose, '--state', '/nowhere'], /expected a runner that is up, found none/],
    ['an option that there is not', ['--bogus'], /--help lists the options/],
  ])('with %s is an error in one line', async (_, args, message) => {
    const { code, stdout, stderr } = await exhaust(args);

    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(api.seen).toEqual([]);
  });
});
