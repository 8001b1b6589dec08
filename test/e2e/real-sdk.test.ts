import { $t } from '@project-sunbird/telemetry-sdk';
import { storedEvents } from '../../cli/target/read-lake.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import { anSdkSession, edataByEid, playSession } from '../factories/sdk-session.js';
import { useRunner } from '../support/use-runner.js';

type Stored = Record<string, unknown> & { flags: Record<string, unknown>; metadata: { fingerprint: string } };

const eids = Object.keys(edataByEid);

describe('a session of the real Sunbird SDK 2.0.1, with all 17 eids', () => {
  const runner = useRunner();
  const stored = () => storedEvents(runner.info) as Stored[];
  const storedAs = (wanted: string) => stored().find(({ eid }) => eid === wanted);

  beforeAll(async () => {
    // With the slash that people copy, it posts to //data/v3/telemetry.
    const where = { host: `${runner.info.url}/`, endpoint: '/data/v3/telemetry' };
    const session = anSdkSession({ ...where, sid: 'session-1', uid: 'f:provider:user-1' });
    const INTERACT = { object: { id: 'a1b2c3', type: 'DialCode', ver: '1' } };
    await playSession($t, { ...session, optionsByEid: { INTERACT } });
    await waitUntil(() => stored().length >= eids.length, 30_000);
  }, 90_000);

  it('lies in S3, each event once', () => {
    expect(eids).toHaveLength(17);
    expect(
      stored()
        .map(({ eid }) => eid)
        .toSorted(),
    ).toEqual(eids.toSorted());
  });

  it.each(Object.entries(edataByEid))('keeps the edata of %s', (eid, edata) => {
    expect(storedAs(eid)?.edata).toMatchObject(edata);
  });

  it('carries the stamps that Sunbird’s dashboards read', () => {
    expect(stored()).toHaveLength(eids.length);
    for (const event of stored()) {
      expect(event).toMatchObject({ type: 'events', syncts: expect.any(Number), flags: { pp_duplicate: false } });
      expect(event['@timestamp']).toBe(new Date(event.syncts as number).toISOString());
      expect(event.metadata.fingerprint).toMatch(/^[\w-]{22}$/);
    }
  });

  it('has its federated user and its DIAL code mended', () => {
    expect(storedAs('INTERACT')).toMatchObject({ actor: { id: 'user-1' }, object: { id: 'A1B2C3' } });
  });
});
