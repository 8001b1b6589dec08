import type { Page } from 'playwright-core';
import { areBalanced, type Books, booksSince, readBooks } from '../../cli/commands/demo/session-books.js';
import { storedEvents } from '../../cli/target/read-lake.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import { anSdkSession, edataByEid, playSession } from '../factories/sdk-session.js';
import type { Treatment } from '../fakes/flaky-proxy.js';
import { describeWith } from './describe-with.js';
import { usePortal } from './use-portal.js';

const sdks = [
  {
    sdk: 'SDK 2.0.1',
    page: '/2.0.1',
    scripts: ['@project-sunbird/telemetry-sdk/dist/index.global.js'],
    config: { endpoint: '/data/v3/telemetry' },
    posts: { path: '/data/v3/telemetry', asks: 'authorization,content-type,x-app-id,x-channel-id,x-device-id' },
  },
  {
    sdk: 'SDK 1.3.0, on jQuery',
    page: '/1.3.0',
    scripts: ['jquery/dist/jquery.min.js', 'telemetry-sdk-1.3.0/index.js'],
    config: {},
    posts: { path: '/action/data/v3/telemetry', asks: 'authorization,content-type,datatype,x-app-id,x-channel-id' },
  },
];
const plan: Treatment[] = ['lose-answer', 'refuse', 'refuse', 'pass'];
const eids = Object.keys(edataByEid);

describeWith('CHROMIUM', 'a page on another origin, in Chromium', (program) => {
  const portal = usePortal(program, Object.fromEntries(sdks.map(({ page, scripts }) => [page, scripts])));
  let before: Books;
  const books = () => booksSince(before, readBooks(portal.info()));
  const come = (received: number) => waitUntil(() => books().received >= received && areBalanced(books()), 60_000);

  beforeEach(() => {
    before = readBooks(portal.info());
  });

  describe.each(sdks)('with $sdk', ({ page, config, posts }) => {
    it('has all 17 eids stored, each event once and with its edata', async () => {
      const sid = `plain ${page}`;

      await play(await portal.open(page), { ...config, sid, host: portal.info().url });
      await come(eids.length);

      expectWholeSession(sid);
      expect(books()).toMatchObject({ received: 17, stored: 17, duplicate: 0, failed: 0, generated: 1 });
    });

    it('sends a batch again whose answer is lost and which is then refused twice, and has it stored once', async () => {
      const sid = `flaky ${page}`;
      const proxy = await portal.proxy(plan);

      await play(await portal.open(page), { ...config, sid, host: proxy.url });
      await come(2 * eids.length);

      expect(proxy.preflights.map((headers) => headers['access-control-request-headers'])).toContain(posts.asks);
      expect(proxy.posts.map(({ path, treatment }) => [path, treatment])).toEqual(
        plan.map((each) => [posts.path, each]),
      );
      expect(new Set(proxy.posts.map(({ body }) => body)).size).toBe(1);
      expectWholeSession(sid);
      expect(books()).toMatchObject({ received: 34, stored: 17, duplicate: 17, failed: 0, generated: 1 });
    });
  });

  function expectWholeSession(sid: string): void {
    const stored = storedEvents(portal.info()).filter(({ context }) => (context as { sid?: string }).sid === sid);
    expect(stored.map(({ eid }) => eid).toSorted()).toEqual(eids.toSorted());
    expect(Object.fromEntries(stored.map(({ eid, edata }) => [eid, edata]))).toMatchObject(edataByEid);
  }
});

function play(page: Page, config: Parameters<typeof anSdkSession>[0]): Promise<void> {
  return page.evaluate(`(${playSession})(window.$t, ${JSON.stringify(anSdkSession(config))})`);
}
