import { relative } from 'node:path';
import { $t } from '@project-sunbird/telemetry-sdk';
import { areBalanced, booksSince, printBooks, readBooks } from './books.js';
import { readStateOption, runCommand } from './command.js';
import { tokenFor } from './consumer-token.js';
import { lakeFiles } from './read-lake.js';
import { start } from './start.js';
import { type RunningInfo, readRunning } from './state-folder.js';
import { waitUntil } from './wait-until.js';

const help = `npm run demo -- [options]    a short session by the real Sunbird SDK, and where its events ended

  --state DIR   folder of the runner's state (default .sunstream); a runner is started if none runs there
  --help        this text

Exit code 0 when the session has come through, 1 when not. What can't be read of the state folder is named, and in no
count: it is 1 where the session's own events are in there.
`;
/** Time to wait for the books to balance, beside what the stage holds events back. */
const patienceMs = 30_000;
const settleMs = 10_000;

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
  // What an earlier run left on its way must not be counted as this session's.
  await waitUntil(() => areBalanced(readBooks(info)), settleMs);
  const before = readBooks(info);
  const filesBefore = new Set(lakeFiles(info, ''));
  console.log(`playing a session with @project-sunbird/telemetry-sdk against ${info.url} …`);
  const sent = await playSession(info.url, await tokenFor(info));

  console.log(`the SDK was called for ${sent} events; waiting until they are in S3 …`);
  const waitMs = info.bufferMs + patienceMs;
  const books = () => booksSince(before, readBooks(info));
  const done = await waitUntil(() => books().received >= sent && areBalanced(books()), waitMs);
  console.log(printBooks(books()));
  for (const file of lakeFiles(info, '')) if (!filesBefore.has(file)) console.log(`  ${relative(process.cwd(), file)}`);
  if (!done)
    console.error(`\nNot all has come through after ${waitMs} ms. The functions' logs are in ${info.logFolder}.`);
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
