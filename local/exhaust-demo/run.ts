import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { dayOf } from '../../lambdas/shared/exhaust/days.js';
import { readConfig } from '../../lib/config.js';
import { defaultState, runCommand, stateFolder } from '../command.js';
import { channelToken } from '../exhaust/channel-token.js';
import { openExhaust } from '../exhaust/open-exhaust.js';
import { start } from '../start.js';
import { type RunningInfo, readRunning } from '../state-folder.js';
import { makeCast } from './cast.js';
import { checkRegistrants, checkResponses, type Verdict } from './check-rows.js';
import type { DemoBot } from './conversations.js';
import { fetchExhaust } from './fetch-exhaust.js';
import { expectEvents, postAnswers, register } from './prepare.js';
import { readRows, readZip } from './read-files.js';

const help = `npm run demo:exhaust -- [options]    three bots ask 500 people; whose answers are then asked for, and fetched

  --out DIR     keeps the files there (default: they are removed)
  --state DIR   folder of the state of a runner that is up (default .sunstream); where none is, one is started for
                this demo, in a folder that goes with it
  --help        this text

Exit code: 0 when all is as it should be, else 1.
`;
const scopes = ['exhaust:request', 'exhaust:read'];
const [firstLines, widest] = [3, 160];

async function play(info: RunningInfo, out: string): Promise<number> {
  const startedAt = Date.now();
  const cast = makeCast(startedAt);
  const [bot] = cast.bots as readonly [DemoBot, ...DemoBot[]];
  const sent = cast.answers.filter(({ user }) => user.bot === bot);
  const { timeZone } = readConfig(info.stage);
  const startDate = dayOf(startedAt, timeZone);
  const say = (text: string) => console.log(`${seconds(startedAt)}  ${text}`);

  say(`writing ${cast.bots.length} bots and ${cast.users.length} people into the registry …`);
  await register(cast, info);
  say(`posting ${cast.answers.length} answers to ${info.url}/v1/telemetry …`);
  const stored = expectEvents(info);
  await postAnswers(cast, info);
  say('waiting until they are in S3 …');
  await stored(cast.answers.length);

  const where = { channel: bot.owner, state: '', url: `${info.url}/dataset/v1` };
  const exhaust = await openExhaust({ ...where, token: await channelToken(bot.owner, scopes, info) }, scopes);
  const tag = `demo-${randomUUID()}`;
  say(`asking for the answers to ${bot.name}, uci-response-exhaust …`);
  const endDate = dayOf(Date.now(), timeZone);
  const datasetConfig = { conversationId: bot.id, startDate, endDate };
  const csvFile = await fetchExhaust(exhaust, { tag, dataset: 'uci-response-exhaust', datasetConfig }, out);
  const csv = readFileSync(csvFile, 'utf8');
  const responses = show(basename(csvFile), csv, checkResponses(readRows(csv), sent));

  say('asking for who they are, uci-private-exhaust, with a password …');
  const encryptionKey = randomUUID();
  const config = { conversationId: bot.id };
  const zipFile = await fetchExhaust(
    exhaust,
    { tag, dataset: 'uci-private-exhaust', datasetConfig: config, encryptionKey },
    out,
  );
  const entries = Object.entries(await readZip(zipFile, encryptionKey));
  const [[name, text]] = entries.length === 1 ? (entries as [[string, string]]) : [['', '']];
  const people = cast.users.filter((user) => user.bot === bot);
  const registrants = show(`${basename(zipFile)} has ${name}`, text, checkRegistrants(readRows(text), people));

  const faults = [...responses, ...registrants];
  say(faults.length === 0 ? 'done: all is as it should be.' : `done, and it is not as it should be.`);
  return faults.length === 0 ? 0 : 1;
}

/** Prints a file's first lines and its counts, and what is wrong. @returns that */
function show(name: string, text: string, { lines, faults }: Verdict): readonly string[] {
  const first = text.split('\n', firstLines).map((line) => (line.length > widest ? `${line.slice(0, widest)}…` : line));
  console.log(`\n  ${[name, ...first.map((line) => `  ${line}`), ...lines].join('\n  ')}\n`);
  for (const fault of faults) console.error(`  ${name}: ${fault}.`);
  return faults;
}

const seconds = (since: number) => `${((Date.now() - since) / 1_000).toFixed(1)} s`.padStart(7);

/** Runs with a folder that goes when it is done. */
async function withFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sunstream-demo-'));
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withRunner<T>(state: string, run: (info: RunningInfo) => Promise<T>): Promise<T> {
  const running = readRunning(state);
  if (running) return run(running);
  console.log('no runner is up; starting one for this demo …');
  return withFolder(async (folder) => {
    const own = await start({ stage: 'local', port: 0, state: folder, onLine: (line) => console.error(line) });
    try {
      return await run(own.info);
    } finally {
      await own.stop();
    }
  });
}

runCommand(async () => {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      state: { type: 'string', default: defaultState },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const { out } = values;
  return withRunner(stateFolder(values.state), (info) =>
    out === undefined ? withFolder((folder) => play(info, folder)) : play(info, resolve(out)),
  );
});
