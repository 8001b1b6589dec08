import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { dayOf } from '../../../../lambdas/shared/lake/days.js';
import { readConfig } from '../../../../lib/config/config.js';
import { makeFolder } from '../../../../local/disk/make-folder.js';
import { type RunningInfo, readRunning } from '../../../../local/disk/state-folder.js';
import { start } from '../../../../local/start.js';
import { defaultState, runCommand, stateFolder } from '../../../terminal/command.js';
import { removeAtExit } from '../../../terminal/remove-at-exit.js';
import { channelToken } from '../../exhaust/channel-token.js';
import { openExhaust } from '../../exhaust/open-exhaust.js';
import { makeCast } from './cast.js';
import { checkRegistrants, checkResponses, type Verdict } from './check-rows.js';
import type { DemoBot } from './conversations.js';
import { fetchExhaust } from './fetch-exhaust.js';
import { expectEvents, postAnswers, register } from './prepare.js';
import { readRows, readZip } from './read-files.js';
import { Interrupted, interruptedCode, onInterrupt, withFolder, withOwnRunner } from './with-runner.js';

const help = `npm run demo:exhaust -- [options]    three bots ask 500 people; whose answers are then asked for, and fetched

  --out DIR     keeps the files there, and prints the password of the zip (default: they are removed)
  --state DIR   folder of the state of a runner that is up (default .sunstream); where none is, one is started for
                this demo, in a folder that goes with it
  --help        this text

Exit code: 0 when all is as it should be, else 1; 130 after Ctrl-C, which leaves no file and no runner of the demo's own.
`;
/** Where files go, and whether they stay. */
interface Output {
  readonly out: string;
  readonly isKept: boolean;
}

const scopes = ['exhaust:request', 'exhaust:read'];
const [firstLines, widest] = [3, 160];

/** Plays against a runner. @returns the exit code */
async function play(info: RunningInfo, { out, isKept }: Output): Promise<number> {
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

  const where = { channel: bot.owner, state: '', url: info.url };
  const exhaust = await openExhaust({ ...where, token: await channelToken(bot.owner, scopes, info) }, scopes);
  const tag = `demo-${randomUUID()}`;
  say(`asking for the answers to ${bot.name}, uci-response-exhaust …`);
  const endDate = dayOf(Date.now(), timeZone);
  const datasetConfig = { conversationId: bot.id, startDate, endDate };
  const csvFile = await fetchExhaust(exhaust, { tag, dataset: 'uci-response-exhaust', datasetConfig }, out);
  // What is there when the demo is ended before its time goes too: nobody would know its password.
  const kept = [removeAtExit(csvFile)];
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
  kept.push(removeAtExit(zipFile));
  const entries = Object.entries(await readZip(zipFile, encryptionKey));
  const [[name, text]] = entries.length === 1 ? (entries as [[string, string]]) : [['', '']];
  const people = cast.users.filter((user) => user.bot === bot);
  const registrants = show(`${basename(zipFile)} has ${name}`, text, checkRegistrants(readRows(text), people));

  if (isKept) {
    console.log(`  kept     ${csvFile}\n  kept     ${zipFile}\n  its password is ${encryptionKey}\n`);
    for (const keep of kept) keep();
  }
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

async function withRunner<T>(
  state: string,
  run: (info: RunningInfo) => Promise<T>,
  giveUp: Promise<never>,
): Promise<T> {
  const running = readRunning(state);
  if (running) return Promise.race([run(running), giveUp]);
  console.log('no runner is up; starting one for this demo …');
  const onLine = (line: string) => console.error(line);
  return withOwnRunner((folder) => start({ stage: 'local', port: 0, state: folder, onLine }), run, giveUp);
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
  // Before the minute that it takes to have something to write there.
  if (values.out !== undefined) makeFolder(resolve(values.out), { option: '--out' });
  const giveUp = onInterrupt(() =>
    console.error('\nstopping, and removing what was made; again Ctrl-C ends at once …'),
  );
  const playIn = (info: RunningInfo) =>
    values.out === undefined
      ? withFolder((out) => play(info, { out, isKept: false }))
      : play(info, { out: resolve(values.out), isKept: true });
  try {
    return await withRunner(stateFolder(values.state), playIn, giveUp);
  } catch (error) {
    if (error instanceof Interrupted) return interruptedCode;
    throw error;
  }
});
