import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { storedEvents } from '../../cli/target/read-lake.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import type { SessionDocument } from '../../lambdas/sessions/session-document.js';
import { addDays, type Day, dayOf } from '../../lambdas/shared/lake/days.js';
import { readConfig } from '../../lib/config/config.js';
import { projectRoot } from '../../lib/project-root.js';
import { digitBatch } from '../factories/digit-events.js';
import { aPortalEvent, aSignup, clockOf } from '../factories/session-days.js';
import { useRunner } from '../support/use-runner.js';

const patienceMs = 60_000;
const longMs = 120_000;
const { timeZone } = readConfig('local');

const runner = useRunner();
let day: Day;
let at: (time: string) => number;

/** DIGIT's events of one page, which have no sid. */
function digitPage(ets: number, url: string) {
  return digitBatch().events.map((event, index) => ({
    ...event,
    ets: ets + index * 1_000,
    mid: `${event.eid}:${ets}`,
    edata: { ...(event.edata as object), url },
  }));
}

async function post(events: readonly object[]): Promise<void> {
  const known = storedEvents(runner.info).length;
  const body = JSON.stringify({ id: 'api.telemetry', ver: '3.0', ets: Date.now(), events });
  const answer = await fetch(`${runner.info.url}/v1/telemetry`, { method: 'POST', body });
  expect(await answer.json()).toMatchObject({ result: { failed: 0 } });
  await waitUntil(() => storedEvents(runner.info).length >= known + events.length, patienceMs);
}

/** Events that are in the lake for a second time, as after a crash at the wrong moment. */
async function storeAgain(events: readonly object[]): Promise<void> {
  const Body = gzipSync(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  await put(`telemetry/dt=${dayOf(Date.now(), timeZone)}/hour=00/again.json.gz`, Body);
}

async function put(Key: string, Body: Buffer): Promise<void> {
  const { endpoints, region, credentials, lakeBucket } = runner.info;
  const s3 = new S3Client({ endpoint: endpoints.s3 ?? '', region, credentials, forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: lakeBucket, Key, Body }));
  s3.destroy();
}

/** `npm run sessions -- …`. */
async function sessions(...args: string[]) {
  const file = join(projectRoot, 'dist/cli/commands/sessions/run.js');
  const call = promisify(execFile)(process.execPath, [file, '--state', runner.state, ...args]);
  return call.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code: Number(code), stdout: String(stdout), stderr: String(stderr) }),
  );
}

const fileOf = (of: Day) => join(runner.info.s3Folder, runner.info.lakeBucket, `summary/dt=${of}/sessions.json.gz`);
const documentsOf = (of: Day): SessionDocument[] =>
  gunzipSync(readFileSync(fileOf(of)))
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

beforeAll(async () => {
  day = addDays(dayOf(Date.now(), timeZone), -2);
  at = clockOf(day, timeZone);
  await post([
    ...aSignup(at),
    aPortalEvent('IMPRESSION', at('23:58'), { sid: 's-2', user: 'u-2', edata: { pageid: 'library' } }),
    aPortalEvent('INTERACT', at('24:03'), { sid: 's-2', user: 'u-2' }),
    aPortalEvent('IMPRESSION', at('24:04'), { sid: 's-2', user: 'u-2', edata: { pageid: 'course' } }),
    ...digitPage(at('10:00'), '/citizen/property-tax'),
    ...digitPage(at('10:29'), '/citizen/pay'),
    ...digitPage(at('11:00'), '/employee/inbox'),
  ]);
  await storeAgain(storedEvents(runner.info).slice(0, 9));
}, longMs);

describe('the sessions of a day', () => {
  let bytes: Buffer;

  it(
    'are made by the machine, one a did and sid, and after each gap where there is no sid',
    async () => {
      const { code, stdout, stderr } = await sessions('--from', day, '--to', addDays(day, 1));

      expect([code, stderr]).toEqual([0, expect.stringContaining('sessions: 2 of 2 days')]);
      expect(stdout).toMatch(new RegExp(`^${day} +4 sessions of 19 events, \\d+ bytes in summary/dt=${day}/`, 'm'));
      const found = documentsOf(day).map(({ did, sid, pageviews, exitpage }) => [did, sid, pageviews, exitpage]);
      expect(found).toEqual([
        ['a31f5a6cbbd8cf0f', '', 2, '/citizen/pay'],
        ['a31f5a6cbbd8cf0f', '', 1, '/employee/inbox'],
        ['d-1', 's-1', 3, 'otp'],
        ['d-1', 's-2', 2, 'course'],
      ]);
    },
    longMs,
  );

  it('belong to the day of their first event, and last over midnight', () => {
    const [session] = documentsOf(day).slice(-1);

    expect(session).toMatchObject({ starttime: at('23:58'), endtime: at('24:04'), duration: 360, uid: 'u-2' });
    expect(documentsOf(addDays(day, 1))).toEqual([]);
  });

  it('say what was done, by whom and on which way', () => {
    const signup = documentsOf(day).find(({ sid }) => sid === 's-1');

    expect(signup).toMatchObject({
      uid: 'u-1',
      dt: day,
      duration: 1_800.001,
      timespent: 240.001,
      interactions: 1,
      events: [
        { eid: 'END', count: 1 },
        { eid: 'IMPRESSION', count: 3 },
        { eid: 'INTERACT', count: 1 },
        { eid: 'START', count: 1 },
        { eid: 'SUMMARY', count: 1 },
      ],
      plansteps: [
        { plan: 'signup', step: 'form-shown', ets: at('09:02') },
        { plan: 'signup', step: 'submit-form', ets: at('09:03') },
        { plan: 'signup', step: 'otp-page-shown', ets: at('09:04') },
      ],
      workflows: [{ type: 'app', mode: 'view', starttime: at('09:00'), endtime: at('09:30') + 1 }],
      summary: { events: 1, timespent: 240, pageviews: 3, interactions: 1 },
      browser: 'Chrome',
      platform: 'Linux',
    });
  });

  it(
    'are the same bytes when they are made again',
    async () => {
      bytes = readFileSync(fileOf(day));

      const { code } = await sessions('--from', day);

      expect(code).toBe(0);
      expect(readFileSync(fileOf(day)).equals(bytes)).toBe(true);
    },
    longMs,
  );

  it(
    'take in what has come late, under the same ids, by what the schedule starts',
    async () => {
      await post([aPortalEvent('INTERACT', at('08:59'), { user: 'u-1' })]);

      const { code, stdout } = await sessions();

      expect([code, stdout.match(/^\d{4}-\d\d-\d\d/gm)]).toEqual([0, [-2, -1, 0, 1].map((days) => addDays(day, days))]);
      const before = gunzipSync(bytes).toString();
      const signup = documentsOf(day).find(({ sid }) => sid === 's-1');
      expect(signup).toMatchObject({ starttime: at('08:59'), interactions: 2 });
      expect(before).toContain(`"sessionid":"${signup?.sessionid}"`);
      expect(readFileSync(fileOf(addDays(day, -1))).length).toBeGreaterThan(0);
    },
    longMs,
  );

  it(
    'are not made of somebody who was erased, and go when their day is made again',
    async () => {
      const { status } = await fetch(`${runner.info.url}/registry/v1/user/u-2`, { method: 'DELETE' });

      const { code } = await sessions('--from', day);

      expect([status, code]).toEqual([200, 0]);
      expect(documentsOf(day).map(({ did, sid }) => [did, sid])).toEqual([
        ['a31f5a6cbbd8cf0f', ''],
        ['a31f5a6cbbd8cf0f', ''],
        ['d-1', 's-1'],
      ]);
    },
    longMs,
  );

  it(
    'are made of the days that can be read, and which one can not be is said',
    async () => {
      const [good, bad] = [addDays(day, -25), addDays(day, -24)];
      await put(`telemetry/dt=${addDays(day, -20)}/hour=00/broken.json.gz`, Buffer.from('no gzip'));

      const { code, stderr } = await sessions('--from', good, '--to', bad);

      expect([code, stderr]).toEqual([1, expect.stringContaining(`sessions: FAILED: DaysFailed: ${bad}: `)]);
      expect(stderr).not.toContain(`${good}: `);
      expect([good, bad].map((of) => existsSync(fileOf(of)))).toEqual([true, false]);
    },
    longMs,
  );

  it(
    'are not made for days that can not be, and that is said',
    async () => {
      const later = addDays(dayOf(Date.now(), timeZone), 2);

      const { code, stderr } = await sessions('--from', later);

      expect([code, stderr]).toEqual([1, expect.stringContaining(`expected a day that has begun, found ${later}`)]);
      expect(existsSync(fileOf(later))).toBe(false);
    },
    longMs,
  );
});

it('leaves nothing denied', () => {
  expect(runner.printed).not.toMatch(/denied/);
});
