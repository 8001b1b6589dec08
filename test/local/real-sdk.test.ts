import { $t } from '@project-sunbird/telemetry-sdk';
import { storedEvents } from '../../local/read-lake.js';
import { RunnerProcess } from '../../local/runner-process.js';
import { waitUntil } from '../../local/wait-until.js';

type Stored = Record<string, unknown> & { flags: Record<string, unknown>; metadata: { fingerprint: string } };

describe('a session of the real Sunbird SDK 2.0.1', () => {
  let runner: RunnerProcess;
  const stored = () => storedEvents(runner.info) as Stored[];

  beforeAll(async () => {
    runner = await RunnerProcess.start();
    const base = { channel: 'sunbird', env: 'home', did: 'device-1', sid: 'session-1', endpoint: '/data/v3/telemetry' };
    $t.initialize({ ...base, pdata: { id: 'portal', ver: '1.0' }, uid: 'f:provider:user-1', host: runner.info.url });
    await $t.start({}, 'do_1', '1', { type: 'app', mode: 'play', pageid: 'home' });
    $t.impression({ type: 'view', pageid: 'home', uri: '/' });
    $t.interact(
      { type: 'click', id: 'scan', pageid: 'home' },
      { object: { id: 'a1b2c3', type: 'DialCode', ver: '1' } },
    );
    $t.log({ type: 'api_call', level: 'INFO', message: 'ok', params: [] });
    $t.end({ type: 'app', pageid: 'home' });
    await waitUntil(() => stored().length >= 5, 30_000);
  }, 90_000);

  afterAll(async () => {
    await runner?.kill();
    runner?.remove();
  });

  it('lies in S3, each event once', () => {
    expect(
      stored()
        .map(({ eid }) => eid)
        .sort(),
    ).toEqual(['END', 'IMPRESSION', 'INTERACT', 'LOG', 'START']);
  });

  it('carries the stamps that Sunbird’s dashboards read', () => {
    expect(stored()).toHaveLength(5);
    for (const event of stored()) {
      expect(event).toMatchObject({ type: 'events', syncts: expect.any(Number), flags: { pp_duplicate: false } });
      expect(event['@timestamp']).toBe(new Date(event.syncts as number).toISOString());
      expect(event.metadata.fingerprint).toMatch(/^[\w-]{22}$/);
    }
  });

  it('has its federated user and its DIAL code mended', () => {
    const scan = stored().find(({ eid }) => eid === 'INTERACT');

    expect(scan).toMatchObject({ actor: { id: 'user-1' }, object: { id: 'A1B2C3' } });
  });
});
