import type { Page } from 'playwright-core';
import { storedEvents } from '../../cli/target/read-lake.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import { clientHeaders } from '../../lib/config/client-headers.js';
import { dev } from '../../lib/config/stages/dev.js';
import { anEvent } from '../factories/events.js';
import { synthesize, theOne } from '../lib/synthesize.js';
import { useHttpApi } from '../support/http-apis.js';
import { describeWith } from './describe-with.js';
import { usePortal } from './use-portal.js';

/** What a page hands to `sendBeacon`, where, and how many preflights that needs. One more way is one more row. */
const beacons = [
  { what: 'a text', path: '/v1/telemetry', type: undefined, preflights: 0 },
  { what: 'a Blob of text/plain', path: '/v1/telemetry', type: 'text/plain', preflights: 0 },
  { what: 'a Blob of no type', path: '/v1/telemetry', type: '', preflights: 0 },
  { what: 'a text', path: '/v1/telemetry/beacon?token=none-needed-here', type: undefined, preflights: 0 },
];

describeWith('CHROMIUM', 'sendBeacon from a page on another origin, in Chromium', (program) => {
  const portal = usePortal(program, { '/': [] });
  const api = useHttpApi();
  const storedAs = (mid: string) => storedEvents(portal.info()).filter((event) => event.mid === mid);

  it.each(beacons)('of $what to $path is stored once', async ({ what, path, type, preflights }) => {
    const proxy = await portal.proxy();
    const mid = `beacon, ${what}, ${path}`;

    const queued = await sendBeacon(await portal.open('/'), `${proxy.url}${path}`, batchOf(mid), type);
    await waitUntil(() => storedAs(mid).length > 0, 30_000);

    expect(queued).toBe(true);
    expect(storedAs(mid)).toHaveLength(1);
    expect([proxy.preflights.length, proxy.posts.length]).toEqual([preflights, 1]);
  });

  it.each([
    ['that tracers add', clientHeaders.filter((name) => !/^(content|datatype)/.test(name)), 'answered'],
    ['that the stage does not name', ['x-of-nobody'], 'kept back'],
  ])('gives way to a request with headers %s', async (_, names, expected) => {
    const mid = `headers, ${names[0]}`;
    const headers = Object.fromEntries(names.map((name) => [name, 'a']));

    const outcome = await post(await portal.open('/'), `${portal.info().url}/v1/telemetry`, batchOf(mid), headers);

    expect(outcome).toBe(expected);
    if (expected === 'answered') await waitUntil(() => storedAs(mid).length === 1, 30_000);
  });

  it('is not needed for an image, whose query is stored once though two pages load it', async () => {
    const mid = 'pixel';
    const data = Buffer.from(batchOf(mid)).toString('base64');
    const source = `${portal.info().url}/v1/telemetry/pixel?data=${encodeURIComponent(data)}`;

    const widths = [await loadImage(await portal.open('/'), source), await loadImage(await portal.open('/'), source)];
    await waitUntil(() => storedAs(mid).length > 0, 30_000);

    expect(widths).toEqual([1, 1]);
    expect(storedAs(mid)).toHaveLength(1);
  });

  // Fetch standard: a beacon carries credentials, and a preflight's `*` does not allow those.
  it('of a Blob of JSON never leaves the browser while every origin is allowed by “*”', async () => {
    const proxy = await portal.proxy();
    const page = await portal.open('/');
    const blocked = page.waitForEvent('requestfailed');

    await sendBeacon(page, `${proxy.url}/v1/telemetry`, batchOf('beacon, JSON'), 'application/json');
    await blocked;

    expect([proxy.preflights.length, proxy.posts.length]).toEqual([1, 0]);
  });

  it('of a Blob of JSON arrives where the stage names the origin of the page', async () => {
    const { url, events } = await api(undefined, { cors: corsOf([portal.origin()]) });
    const page = await portal.open('/');
    const answered = page.waitForEvent('requestfinished');
    const batch = batchOf('beacon, JSON');

    await sendBeacon(page, `${url}/v1/telemetry`, batch, 'application/json');
    await answered;

    expect(events.map(({ body }) => body)).toEqual([batch]);
  });
});

/** What the stack tells API Gateway, and the runner. */
function corsOf(allowOrigins: readonly string[]) {
  const template = synthesize({ ...dev, api: { ...dev.api, allowOrigins } });
  return theOne(template, 'AWS::ApiGatewayV2::Api', 'Http').Properties.CorsConfiguration;
}

function batchOf(mid: string): string {
  return JSON.stringify({ events: [anEvent({ eid: 'HEARTBEAT', mid, ets: Date.now() })] });
}

/** @returns the width of the image, once it is loaded */
function loadImage(page: Page, source: string): Promise<number> {
  return page.evaluate(`new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image.width);
    image.onerror = () => reject(new Error('no image'));
    image.src = ${JSON.stringify(source)};
  })`);
}

/** @returns what the page sees: an answer, or that the browser kept the request back */
function post(page: Page, url: string, body: string, headers: object): Promise<string> {
  return page.evaluate(`fetch(${JSON.stringify(url)}, {
    method: 'POST',
    headers: ${JSON.stringify(headers)},
    body: ${JSON.stringify(body)},
  }).then(() => 'answered', () => 'kept back')`);
}

function sendBeacon(page: Page, url: string, text: string, type: string | undefined): Promise<boolean> {
  const quoted = JSON.stringify(text);
  const data = type === undefined ? quoted : `new Blob([${quoted}], ${JSON.stringify({ type })})`;
  return page.evaluate(`navigator.sendBeacon(${JSON.stringify(url)}, ${data})`);
}
