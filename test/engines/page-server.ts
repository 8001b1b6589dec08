import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { projectRoot } from '../../lib/project-root.js';

/** A site of its own origin; whatever page is asked for loads the scripts that are named for it. */
export interface PageServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** @param pages path of a page → files below `node_modules` that it loads, in order */
export async function servePages(pages: Readonly<Record<string, readonly string[]>>): Promise<PageServer> {
  const content = new Map<string, [type: string, body: string]>();
  for (const [path, scripts] of Object.entries(pages)) {
    content.set(path, ['text/html', pageOf(scripts)]);
    for (const script of scripts) {
      content.set(`/${script}`, ['text/javascript', readFileSync(join(projectRoot, 'node_modules', script), 'utf8')]);
    }
  }
  const server = createServer(({ url = '/' }, response) => {
    const [type, body] = content.get(url) ?? [];
    if (type) response.setHeader('content-type', `${type}; charset=utf-8`);
    response.writeHead(type ? 200 : 404).end(body);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    // Neither the scheme's host nor the port is that of the runner: another origin and another site.
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function pageOf(scripts: readonly string[]): string {
  const tags = scripts.map((script) => `<script src="/${script}"></script>`);
  return `<!doctype html><title>A portal</title>${tags.join('')}`;
}
