import { $t } from '@project-sunbird/telemetry-sdk';
import { areBalanced, readBooks } from '../../cli/commands/demo/session-books.js';
import { storedEvents } from '../../cli/target/read-lake.js';
import { RunnerProcess } from '../../cli/target/runner-process.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import { anSdkSession, edataByEid, playSession } from '../factories/sdk-session.js';
import { fakeConsole } from '../fakes/fake-console.js';
import { FlakyProxy, type Treatment } from '../fakes/flaky-proxy.js';

const plan: Treatment[] = ['lose-answer', 'refuse', 'refuse', 'pass'];
const eids = Object.keys(edataByEid);

describe('a batch of the real Sunbird SDK 2.0.1 whose answer is lost, and which is then refused twice', () => {
  let runner: RunnerProcess;
  let proxy: FlakyProxy;

  beforeAll(async () => {
    // The SDK tells of each failure there.
    fakeConsole();
    runner = await RunnerProcess.start();
    proxy = await FlakyProxy.start(runner.info.url, plan);
    await playSession($t, anSdkSession({ host: proxy.url, endpoint: '/v1/telemetry', sid: 'session-1' }));
    const received = () => readBooks(runner.info).received;
    await waitUntil(() => received() >= 2 * eids.length && areBalanced(readBooks(runner.info)), 60_000);
  }, 120_000);

  afterAll(async () => {
    await proxy?.stop();
    await runner?.kill();
    runner?.remove();
    jest.restoreAllMocks();
  });

  it('is sent again by the SDK, unchanged, until it hears of a success', () => {
    expect(proxy.posts.map(({ treatment }) => treatment)).toEqual(plan);
    expect(new Set(proxy.posts.map(({ body }) => body)).size).toBe(1);
    expect(JSON.parse(proxy.posts[0]?.body ?? '').events).toHaveLength(eids.length);
  });

  it('is stored once, each event of it', () => {
    const stored = storedEvents(runner.info).map(({ eid }) => eid);

    expect(stored.toSorted()).toEqual(eids.toSorted());
  });

  it('stands in the books as received twice: once stored, once duplicate', () => {
    const { length } = eids;

    expect(readBooks(runner.info)).toEqual({
      received: 2 * length,
      stored: length,
      duplicate: length,
      failed: 0,
      generated: 1,
      unreadable: [],
    });
  });
});
