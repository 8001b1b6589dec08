import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cast, makeCast } from '../../cli/commands/demo/exhaust/cast.js';
import { checkRegistrants, checkResponses } from '../../cli/commands/demo/exhaust/check-rows.js';
import type { DemoBot } from '../../cli/commands/demo/exhaust/conversations.js';
import { expectEvents, postAnswers, register } from '../../cli/commands/demo/exhaust/prepare.js';
import { readRows, readZip } from '../../cli/commands/demo/exhaust/read-files.js';
import { dayOf } from '../../lambdas/shared/lake/days.js';
import { readConfig } from '../../lib/config/config.js';
import { projectRoot } from '../../lib/project-root.js';
import { useRunner } from '../support/use-runner.js';

const password = 'open sesame';
const longMs = 90_000;
/** Every tenth of them has refused. */
const people = 60;
const silent: DemoBot = { id: 'silent-bot', name: 'Silent', owner: 'ORG_001' };

const runner = useRunner();
let cast: Cast;
let bot: DemoBot;
let dates: string[];

beforeAll(async () => {
  cast = makeCast(Date.now(), people);
  bot = cast.bots[0] as DemoBot;
  const { timeZone } = readConfig(runner.info.stage);
  const from = dayOf(Date.now(), timeZone);
  await register({ ...cast, bots: [...cast.bots, silent] }, runner.info);
  const stored = expectEvents(runner.info);
  await postAnswers(cast, runner.info);
  await stored(cast.answers.length);
  dates = ['--from', from, '--to', dayOf(Date.now(), timeZone)];
}, 180_000);

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `npm run exhaust -- …`. */
function exhaust(
  args: readonly string[],
  env: Record<string, string> = {},
  onFirstLine: (line: string) => unknown = () => undefined,
): Promise<Ended> {
  const command = [join(projectRoot, 'dist/cli/commands/exhaust/run.js'), ...args, '--channel', 'ORG_001'];
  const options = { env: { PATH: process.env.PATH, ...env } };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [...command, '--state', runner.state], options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
    child.stdout?.once('data', (text) => onFirstLine(String(text)));
  });
}

const idIn = (text: string): string => /^requestId +(\S+)$/m.exec(text)?.[1] ?? '';

/** Submits and waits for the file; and has the job run meanwhile, where a stage doesn't do so by itself. */
async function ask(args: readonly string[], env?: Record<string, string>): Promise<Ended> {
  let started: Promise<Ended> | undefined;
  const ended = await exhaust(['submit', ...args, '--wait', '--out', outOf(args)], env, (line) => {
    started = exhaust(['run', '--request-id', idIn(line)]);
  });
  await started;
  return ended;
}

/** A folder for each tag. */
const outOf = (args: readonly string[]): string => join(runner.state, 'out', args[args.indexOf('--tag') + 1] ?? '');
const fileOf = ({ stdout }: Ended): string => stdout.trim().split('\n').at(-1) ?? '';

const answersOf = ({ id }: DemoBot) => ['--dataset', 'uci-response-exhaust', '--conversation', id, ...dates];
const peopleOf = ({ id }: DemoBot) => ['--dataset', 'uci-private-exhaust', '--conversation', id];

describe('what people answered', () => {
  it(
    'is a row an answer, masked for who refused, with all who share a message id',
    async () => {
      const ended = await ask(['--tag', 'answers', ...answersOf(bot)]);

      expect(ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^status +SUCCESS$/m) });
      const rows = readRows(readFileSync(fileOf(ended), 'utf8'));
      const sent = cast.answers.filter(({ user }) => user.bot === bot);
      expect(checkResponses(rows, sent).faults).toEqual([]);
      expect(rows.filter((row) => row['Question Response'] === '')).not.toEqual([]);
      expect(new Set(rows.map((row) => row['Message ID'])).size).toBeLessThan(rows.length);
    },
    longMs,
  );

  it(
    'is a zip with a password where one was given, and can be listed and fetched again',
    async () => {
      const ended = await ask(['--tag', 'zipped', ...answersOf(bot)], { EXHAUST_PASSWORD: password });
      const listed = await exhaust(['list', '--tag', 'zipped']);
      const [requestId = ''] = listed.stdout.split('\n')[1]?.split(' ') ?? [];
      const one = ['--tag', 'zipped', '--request-id', requestId, '--out', join(runner.state, 'again')];
      const again = await exhaust(['download', ...one]);

      expect([ended.code, listed.code, again.code]).toEqual([0, 0, 0]);
      const [text = ''] = Object.values(await readZip(fileOf(again), password));
      expect(readRows(text)).toHaveLength(cast.answers.filter(({ user }) => user.bot === bot).length);
      expect(await exhaust(['download', ...one])).toMatchObject({ code: 1 });
    },
    longMs,
  );

  it(
    'is no file where nobody answered',
    async () => {
      const ended = await ask(['--tag', 'silent', ...answersOf(silent)]);

      expect(ended).toMatchObject({
        code: 2,
        stdout: expect.stringMatching(
          /^because +No data found for \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d, days of arrival in Asia\/Kolkata\./m,
        ),
      });
      expect([idIn(ended.stdout).length, existsSync(outOf(['--tag', 'silent']))]).toEqual([32, false]);
    },
    longMs,
  );
});

describe('who is registered with a bot', () => {
  it(
    'is a zip that opens with its password alone, without the numbers of who refused',
    async () => {
      const ended = await ask(['--tag', 'people', ...peopleOf(bot)], { EXHAUST_PASSWORD: password });

      const file = fileOf(ended);
      expect([ended.code, file.endsWith('.zip')]).toEqual([0, true]);
      const entries = Object.entries(await readZip(file, password));
      const [[name, text]] = entries as [[string, string]];
      expect([entries.length, name]).toEqual([1, expect.stringMatching(/_userinfo_\d{8}\.csv$/)]);
      const registered = cast.users.filter((user) => user.bot === bot);
      expect(checkRegistrants(readRows(text), registered).faults).toEqual([]);
      await expect(readZip(file, 'open')).rejects.toThrow(/password/i);
    },
    longMs,
  );

  it(
    'is given to nobody without a password',
    async () => {
      const { code, stdout, stderr } = await ask(['--tag', 'open', ...peopleOf(bot)]);

      expect([code, `${stdout}${stderr}`]).toEqual([2, expect.stringContaining('encryptionKey is empty')]);
    },
    longMs,
  );
});

describe('somebody who was erased', () => {
  it(
    'is in no file that is made from then on, while all others are',
    async () => {
      const [gone] = cast.users.filter((user) => user.bot === bot && user.consents);
      const url = `${runner.info.url}/registry/v1/user/${gone?.id}`;
      const { status } = await fetch(url, { method: 'DELETE' });
      const others = cast.answers.filter(({ user }) => user.bot === bot && user !== gone);
      const all = cast.answers.filter(({ user }) => user !== gone && user.bot.owner === 'ORG_001');

      const answers = await ask(['--tag', 'erased', ...answersOf(bot)]);
      const people = await ask(['--tag', 'erased', ...peopleOf(bot)], { EXHAUST_PASSWORD: password });
      const raw = await ask(['--tag', 'erased', '--dataset', 'telemetry-raw', ...dates]);
      const summary = await ask(['--tag', 'erased-summary', '--dataset', 'summary', ...dates]);

      const [text = ''] = Object.values(await readZip(fileOf(people), password));
      const lines = readFileSync(fileOf(raw), 'utf8');
      const counts = readRows(readFileSync(fileOf(summary), 'utf8'));
      expect(status).toBe(200);
      expect(checkResponses(readRows(readFileSync(fileOf(answers), 'utf8')), others).faults).toEqual([]);
      expect(text).not.toContain(gone?.id);
      expect([lines.includes(String(gone?.id)), lines.trim().split('\n').length]).toEqual([false, all.length]);
      expect(counts.reduce((sum, row) => sum + Number(row.Events), 0)).toBe(all.length);
      expect(Math.max(...counts.map((row) => Number(row.Devices)))).toBe(new Set(all.map(({ user }) => user.id)).size);
    },
    2 * longMs,
  );
});
