import { relative } from 'node:path';
import { $t } from '@project-sunbird/telemetry-sdk';
import { type RunningInfo, readRunning } from '../../../local/disk/state-folder.js';
import { start } from '../../../local/start.js';
import { tokenFor } from '../../target/consumer-token.js';
import { readStateOption, runCommand } from '../../terminal/command.js';
import { progressLine } from '../../terminal/progress-line.js';
import { waitUntil } from '../../terminal/wait-until.js';
import { OwnBooks } from './own-books.js';
import { noteSent } from './sent-events.js';
import { areBalanced, printBooks } from './session-books.js';

const help = `npm run demo -- [options]    a short session by the real Sunbird SDK, and where its events ended

  --state DIR   folder of the runner's state (default .sunstream); a runner is started if none runs there
  --help        this text

The books are those of this session alone, whoever else sends meanwhile. Exit code 0 when it has come through, 1 when not.
What can't be read of the files that come meanwhile is named, and in no count.
`;
/** Time to wait for the books to balance, beside what the stage holds events back. */
const patienceMs = 30_000;

/** A learner's session. Returns what the SDK was asked to send; its own quirks decide what becomes of it. */
async function playSession(url: string, token: string | undefined): Promise<number> {
  let calls = 0;
  const call = (action: () => void) => {
    calls++;
    action();
  };
  $t.initialize({
    pdata: { id: 'sunstream.demo', ver: '1.0', pid: 'demo-portal' },
    channel: 'sunbird',
    env: 'library',
    did: `demo-device-${Date.now()}`,
    sid: `demo-session-${Date.now()}`,
    host: url,
    endpoint: '/v1/telemetry',
    ...(token !== undefined && { authtoken: token }),
    batchsize: 20,
  });
  calls++;
  await $t.start({}, 'do_demo', '1', { type: 'app', mode: 'play', pageid: 'library' });
  call(() => $t.impression({ type: 'list', pageid: 'library', uri: '/library' }));
  call(() => $t.search({ query: 'photosynthesis', size: 12, topn: [{ identifier: 'do_31' }], filters: {} }));
  for (const id of ['card-1', 'play', 'next']) call(() => $t.interact({ type: 'click', id, pageid: 'library' }));
  // The SDK hashes an event into its mid: the same click twice in one millisecond is one event, sent twice.
  for (let click = 0; click < 5; click++) call(() => $t.interact({ type: 'click', id: 'like', pageid: 'library' }));
  // A mistake that producers make: a number for the id of a correlation. This event ends in the failed book.
  call(() =>
    $t.interact({ type: 'click', id: 'filter', pageid: 'library' }, { context: { cdata: [{ type: 'grade', id: 5 }] } }),
  );
  $t.resetContext({ cdata: [] });
  call(() => $t.end({ type: 'app', pageid: 'library' }));
  return calls;
}

async function report(info: RunningInfo): Promise<number> {
  console.log(`playing a session with @project-sunbird/telemetry-sdk against ${info.url} …`);
  const own = new OwnBooks(info);
  const { fetch, sent } = noteSent(globalThis.fetch, info.url);
  // The SDK posts by itself, and tells nobody what it was answered.
  globalThis.fetch = fetch;
  const calls = await playSession(info.url, await tokenFor(info));

  const waitMs = info.bufferMs + patienceMs;
  const bufferSeconds = Math.ceil(info.bufferMs / 1_000);
  console.log(
    `the SDK was called for ${calls} events; waiting until they are in S3: stage ${info.stage} writes a file up to ${bufferSeconds} s after an event …`,
  );
  const books = () => own.read(sent);
  const progress = progressLine();
  const startedAt = Date.now();
  const done = await waitUntil(() => {
    const { received, stored, duplicate, failed } = books();
    progress.update(`${stored + duplicate + failed} of ${calls} accounted for`, Date.now() - startedAt);
    return received >= calls && areBalanced(books());
  }, waitMs);
  progress.end();
  console.log(printBooks(books()));
  for (const file of own.files) console.log(`  ${relative(process.cwd(), file)}`);
  if (!done) {
    const why = sent.trouble === undefined ? '' : ` The last batch that was not taken: ${sent.trouble}.`;
    console.error(
      `\nNot all has come through after ${Math.round(waitMs / 1_000)} s.${why} The functions' logs are in ${info.logFolder}.`,
    );
  }
  return done ? 0 : 1;
}

async function main(): Promise<number> {
  const state = readStateOption(help);
  if (state === undefined) return 0;
  const running = readRunning(state);
  if (running) return report(running);
  console.log('no runner is up; starting one for this demo …');
  const own = await start({ stage: 'local', port: 0, state, onLine: (line) => console.error(line) });
  const code = await report(own.info);
  await own.stop();
  return code;
}

runCommand(main);
