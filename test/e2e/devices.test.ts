import { makeEvent } from '../../bench/make-events.js';
import { failedEvents, storedEvents } from '../../cli/target/read-lake.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import { useRunner } from '../support/use-runner.js';

const phone = '9000000001';
const browser =
  'Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36';
const goa = { countrycode: 'IN', country: 'India', state: 'Goa', statecustomname: 'Goa', districtcustom: 'North Goa' };

const runner = useRunner();
let nextIndex = 0;

beforeAll(async () => {
  // The runner's callers are of this network; the tilde is the slash of a path.
  await call('PUT', 'registry/v1/location/127.0.0.0~8', goa);
  await call('PUT', 'registry/v1/content/do_reg', { name: 'Your phone number?', questionType: 'Registration' });
}, 90_000);

async function call(method: string, path: string, body?: object) {
  const answer = await fetch(`${runner.info.url}/${path}`, {
    method,
    headers: { 'content-type': 'application/json', origin: 'https://portal.example', 'user-agent': browser },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, ...JSON.parse(await answer.text()) };
}

const post = (...events: object[]) => call('POST', 'v1/telemetry', { events });
const record = async (kind: string, id: string) => (await call('GET', `registry/v1/${kind}/${id}`)).result.record;
const anEvent = (changes: object) => ({ ...makeEvent(nextIndex++, Date.now()), ...changes });
const context = { channel: 'channel-1', pdata: { id: 'app' }, env: 'home', did: 'd-1' };

describe('a device that registers', () => {
  it('is known with what it said, what it is and where it is, and its profile says where that is', async () => {
    const registered = await call('POST', 'v3/device/register/d-1', {
      request: {
        dspec: { os: 'Android 14' },
        producer: 'dev.app',
        fcmToken: 'fcm-secret',
        ext: { userid: 'user-secret' },
        userDeclaredLocation: { state: 'Kerala', district: 'Idukki' },
      },
    });
    const profile = await call('GET', 'api/v3/device/profile/d-1');

    expect(registered).toMatchObject({ status: 200, id: 'analytics.device-register', responseCode: 'OK' });
    expect(registered.headers.get('access-control-allow-origin')).toBe('*');
    expect(profile.result).toEqual({
      userDeclaredLocation: { state: 'Kerala', district: 'Idukki' },
      ipLocation: { state: 'Goa', district: 'North Goa' },
    });
    expect(await record('device', 'd-1')).toEqual({
      id: 'd-1',
      ...goa,
      devicespec: { os: 'Android 14' },
      uaspec: { agent: 'Chrome', ver: '126.0.0.0', system: 'Android 14', platform: 'Android' },
      producer: 'dev.app',
      firstaccess: expect.any(Number),
      userdeclared: { state: 'Kerala', district: 'Idukki' },
    });
  });

  it('stays erased once it was', async () => {
    await call('POST', 'v1/device/register/d-2', { request: { producer: 'dev.app' } });
    await call('DELETE', 'registry/v1/device/d-2');

    const again = await call('POST', 'v1/device/register/d-2', { request: { producer: 'dev.app' } });

    expect(again.status).toBe(200);
    expect((await call('GET', 'registry/v1/device/d-2')).status).toBe(404);
  });
});

describe('an AUDIT of a user', () => {
  it('brings the user in the registry up to date, and leaves what is sealed of it', async () => {
    await call('PUT', 'registry/v1/user/u-1', { phone, registrations: ['b-1'] });
    const cdata = [
      { type: 'SignupType', id: 'sso' },
      { type: 'UserRole', id: 'teacher' },
    ];

    await post(
      anEvent({
        eid: 'AUDIT',
        mid: 'AUDIT:u-1',
        object: { id: 'u-1', type: 'User' },
        context: { ...context, cdata },
        edata: { state: 'Update' },
        ets: Date.now() + 1_000,
      }),
    );

    await waitUntil(async () => (await record('user', 'u-1')).userlogintype !== undefined, 30_000);
    expect(await record('user', 'u-1')).toEqual({
      id: 'u-1',
      phone,
      registrations: ['b-1'],
      consent: true,
      usersignintype: 'Validated',
      userlogintype: 'teacher',
    });
  });
});

describe('an answer to a question of a registration', () => {
  it('is neither stored nor kept as failed, while other answers are', async () => {
    const assess = (mid: string, id: string, edata: object = {}) =>
      anEvent({
        eid: 'ASSESS',
        mid,
        context,
        edata: { item: { id }, pass: 'Yes', score: 1, resvalues: [{ ans1: phone }], duration: 3, ...edata },
      });

    await post(
      assess('ASSESS:1', 'do_reg'),
      assess('ASSESS:2', 'do_other'),
      assess('ASSESS:3', 'do_reg', { score: 'x' }),
    );

    const stored = () => storedEvents(runner.info).filter(({ eid }) => eid === 'ASSESS');
    const failed = () => failedEvents(runner.info);
    await waitUntil(() => stored().length === 2 && failed().length === 1, 30_000);
    const blanked = stored().find(({ mid }) => mid !== 'ASSESS:2');
    expect(blanked).toMatchObject({ mid: expect.stringMatching(/^redacted:/), flags: { redacted: ['registration'] } });
    expect(JSON.stringify([blanked, failed()])).not.toContain(phone);
    expect(stored().find(({ mid }) => mid === 'ASSESS:2')).toMatchObject({ edata: { resvalues: [{ ans1: phone }] } });
  });
});
