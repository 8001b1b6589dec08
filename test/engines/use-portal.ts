import type { Browser, Page } from 'playwright-core';
import { RunnerProcess } from '../../cli/target/runner-process.js';
import { FlakyProxy, type Treatment } from '../fakes/flaky-proxy.js';
import { useClosing } from '../support/closing.js';
import { openBrowser } from './open-browser.js';
import { type PageServer, servePages } from './page-server.js';

/** A runner, a site on another origin, and a browser that shows its pages. What a test opens is closed after it. */
export function usePortal(program: string, pages: Parameters<typeof servePages>[0]) {
  const closing = useClosing();
  let runner: RunnerProcess | undefined;
  let site: PageServer | undefined;
  let browser: Browser | undefined;

  beforeAll(async () => {
    runner = await RunnerProcess.start();
    site = await servePages(pages);
    browser = await openBrowser(program);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await runner?.kill();
    runner?.remove();
  });

  /** What `beforeAll` made. */
  const the = <T>(thing: T | undefined): T => {
    if (thing === undefined) throw new Error('expected to be called in a test, found nothing set up yet');
    return thing;
  };

  return {
    info: () => the(runner).info,
    origin: () => the(site).url,
    async open(path: string): Promise<Page> {
      const page = await the(browser).newPage();
      closing(() => page.close());
      await page.goto(`${the(site).url}${path}`);
      return page;
    },
    async proxy(plan: readonly Treatment[] = []): Promise<FlakyProxy> {
      const proxy = await FlakyProxy.start(the(runner).info.url, plan);
      closing(() => proxy.stop());
      return proxy;
    },
  };
}
