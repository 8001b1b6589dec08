import type { DeviceRequest } from '../../../lambdas/devices/read-request.js';
import { maxBodyBytes, serveRequest } from '../../../lambdas/devices/serve-request.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import type { OpenFields } from '../../../lambdas/shared/registry/cached-lookup.js';
import { aBodyOf, type Saying } from '../../factories/batches.js';
import { anOpenRecord, type FakeOpenRecords, fakeOpenRecords } from '../../fakes/fake-open-records.js';

const now = 1_705_300_200_000;
const resmsgid = '5469091e-1dc3-431e-8c73-9ab89e0e7b2f';
const chrome =
  'Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36';
const karnataka = { id: '49.206.0.0/16', countrycode: 'IN', state: 'Karnataka', statecustomname: 'Karnataka' };
const goa = { id: '49.206.12.0/24', state: 'Goa', statecustomname: 'Goa State', districtcustom: 'North Goa' };

const aRequest = (overrides: Saying<DeviceRequest> = {}): DeviceRequest => ({
  call: 'register',
  did: 'd-1',
  ip: '49.206.12.7',
  userAgent: chrome,
  ...overrides,
  body: aBodyOf(overrides.body ?? '{}'),
});
const saying = (request: object, overrides: Saying<DeviceRequest> = {}) =>
  aRequest({ body: JSON.stringify({ id: 'sunbird.app', request }), ...overrides });

interface World {
  readonly records?: FakeOpenRecords;
  readonly locations?: readonly OpenFields[];
  readonly down?: Error;
}

function aWorld({ records = fakeOpenRecords({ now }), locations = [], down }: World = {}) {
  const known = new Map(locations.map((location) => [`location#${location.id}`, location]));
  const serve = async (request: DeviceRequest) => {
    const { answer, ...served } = await serveRequest(request, {
      records,
      makeId: () => resmsgid,
      findLocations: async (entities) => {
        if (down) throw down;
        return new Map([...known].filter(([entity]) => entities.has(entity)));
      },
    });
    return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(answer.body), ...served };
  };
  const device = () => records.stored.get('device#d-1')?.open;
  return { serve, records, device };
}

describe('a registration', () => {
  it('is answered as upstream answers it', async () => {
    const { status, headers, body } = await aWorld().serve(saying({ producer: 'app' }));

    expect([status, headers['content-type']]).toEqual([200, 'application/json']);
    expect(body).toEqual({
      id: 'analytics.device-register',
      ver: '1.0',
      ts: '2024-01-15T06:30:00.000+00:00',
      params: { resmsgid, status: 'successful', client_key: null },
      responseCode: 'OK',
      result: { message: 'Device registered successfully', actions: [] },
    });
  });

  it('keeps what the device says, what its browser is and where its network is', async () => {
    const { serve, device } = aWorld({ locations: [karnataka] });

    await serve(
      saying({
        dspec: { os: 'Android 14', mem: -1, cap: ['camera'] },
        producer: 'prod.app',
        first_access: now - 60_000,
        userDeclaredLocation: { state: 'Goa', district: 'South Goa' },
      }),
    );

    expect(device()).toEqual({
      id: 'd-1',
      countrycode: 'IN',
      state: 'Karnataka',
      statecustomname: 'Karnataka',
      devicespec: { os: 'Android 14', mem: -1, cap: ['camera'] },
      uaspec: { agent: 'Chrome', ver: '126.0.0.0', system: 'Android 14', platform: 'Android' },
      producer: 'prod.app',
      firstaccess: now - 60_000,
      userdeclared: { state: 'Goa', district: 'South Goa' },
    });
  });

  it('keeps neither push token nor user nor address, wherever they stand', async () => {
    const { serve, records } = aWorld({ locations: [karnataka] });
    const secrets = ['fcm-secret', 'user-secret', '49.206.12.7', '49.206.99.99', chrome];

    await serve(
      saying({ fcmToken: secrets[0], ext: { userid: secrets[1] }, ip_addr: secrets[3], uaspec: { raw: secrets[4] } }),
    );

    const kept = JSON.stringify([...records.stored]);
    for (const secret of secrets) expect(kept).not.toContain(secret);
  });

  it('is of the longest network that holds the address', async () => {
    const { serve, device } = aWorld({ locations: [karnataka, goa, { id: '0.0.0.0/8', state: 'nowhere' }] });

    await serve(aRequest());

    expect(device()).toMatchObject({ state: 'Goa', districtcustom: 'North Goa' });
  });

  it('in another network has nothing left of the place before', async () => {
    const { serve, device } = aWorld({ locations: [karnataka, goa] });
    await serve(aRequest({ ip: '49.206.99.99' }));

    await serve(aRequest());

    expect(device()).toMatchObject({ state: 'Goa' });
    expect(device()).not.toHaveProperty('countrycode');
  });

  it('leaves what it does not say as it was', async () => {
    const { serve, device } = aWorld({ locations: [goa] });
    await serve(saying({ dspec: { os: 'Android 14' }, producer: 'app', userDeclaredLocation: { state: 'Goa' } }));
    const before = device();

    await serve(saying({ producer: 'portal' }, { ip: '192.0.2.1', userAgent: 'okhttp/4.9.1' }));

    expect(device()).toEqual({ ...before, producer: 'portal' });
  });

  it('of another state has no district of the old one', async () => {
    const { serve, device } = aWorld();
    await serve(saying({ userDeclaredLocation: { state: 'Goa', district: 'South Goa' } }));

    await serve(saying({ userDeclaredLocation: { state: 'Kerala' } }));
    const moved = device()?.userdeclared;
    await serve(saying({ userDeclaredLocation: { district: 'Idukki' } }));

    expect([moved, device()?.userdeclared]).toEqual([{ state: 'Kerala' }, { state: 'Kerala', district: 'Idukki' }]);
  });

  it.each([
    ['in seconds', 1_705_300_200],
    ['in the future', now + 1],
    ['of no kind that is a time', 'yesterday'],
    ['not said', undefined],
  ])('has the time of the first one as first access where that is %s, and keeps it', async (_, first_access) => {
    const { serve, device } = aWorld();

    await serve(saying({ first_access }));
    await serve(saying({ first_access: now - 1 }));

    expect(device()?.firstaccess).toBe(now);
  });

  it('that says nothing new writes nothing', async () => {
    const { serve, records } = aWorld({ locations: [goa] });
    const request = saying({ dspec: { os: 'Android 14' }, userDeclaredLocation: { state: 'Goa' } });
    await serve(request);
    records.effects.length = 0;

    const { outcome } = await serve(request);

    expect([outcome, records.effects]).toEqual(['unchanged', ['find device#d-1']]);
  });

  it('does not undo the first access that another wrote at the same moment', async () => {
    const { serve, records, device } = aWorld();
    records.beforeWrite = () => {
      records.beforeWrite = () => {};
      records.stored.set('device#d-1', anOpenRecord({ id: 'd-1', firstaccess: 1_600_000_000_000, producer: 'app' }));
    };

    await serve(saying({ dspec: { os: 'Android 14' } }));

    expect(device()).toMatchObject({
      firstaccess: 1_600_000_000_000,
      producer: 'app',
      devicespec: { os: 'Android 14' },
    });
  });

  it('of a device that was erased is answered like any other, and writes nothing', async () => {
    const { serve, records } = aWorld({ records: fakeOpenRecords({ erased: ['device#d-1'] }) });

    const { status, body, outcome } = await serve(saying({ producer: 'app' }));

    expect([status, body.result.message, outcome]).toEqual([200, 'Device registered successfully', 'erased']);
    expect(records.effects).toEqual(['find device#d-1']);
  });

  it.each<[string, Saying<DeviceRequest>, number, RegExp]>([
    ['no JSON', { body: '{"request"' }, 400, /^body: expected JSON/],
    ['nothing', { body: '' }, 400, /^body: expected JSON/],
    ['a list', { body: '[]' }, 400, /^body: expected object, found array/],
    ['too much', { body: `{"a":"${'x'.repeat(maxBodyBytes)}"}` }, 413, /^body: expected at most 16384 bytes/],
    [
      'an id that no record has',
      { did: 'asha@example.org' },
      400,
      /^device id: expected 1 to 128 letters.*, found "@" as character 5$/,
    ],
  ])('with %s is refused, says why and quotes nothing', async (_, overrides, status, message) => {
    const { serve, records } = aWorld();

    const answer = await serve(aRequest(overrides));

    expect(answer).toMatchObject({ status, outcome: 'refused', body: { responseCode: 'CLIENT_ERROR', result: null } });
    expect(answer.body.params).toMatchObject({ status: 'failed', err: 'CLIENT_ERROR' });
    expect(answer.body.params.errmsg).toMatch(message);
    expect(JSON.stringify(answer.body)).not.toContain('asha');
    expect(records.effects).toEqual([]);
  });

  it.each([
    ['the table', { records: fakeOpenRecords({ error: new DependencyError('down') }) }],
    ['the locations', { down: new DependencyError('down') }],
  ])('is answered with 503 where %s can not be reached, so that it comes again', async (_, world) => {
    const { status, headers, outcome, error } = await aWorld(world).serve(aRequest());

    expect([status, headers['retry-after'], outcome, error?.message]).toEqual([503, '5', 'unavailable', 'down']);
  });

  it('is refused after others were faster each time', async () => {
    const { serve, records } = aWorld();
    let revision = 1;
    records.beforeWrite = () => records.stored.set('device#d-1', anOpenRecord({}, { revision: ++revision }));

    const { status } = await serve(aRequest());

    expect([status, records.effects.filter((effect) => effect.startsWith('write')).length]).toEqual([503, 5]);
  });
});

describe('a profile', () => {
  const profile = (ip?: string) => aRequest({ call: 'profile', ...(ip && { ip }) });

  it('says where the user claims to be, and where the caller is now', async () => {
    const { serve } = aWorld({ locations: [karnataka, goa] });
    await serve(saying({ userDeclaredLocation: { state: 'Kerala', district: 'Idukki' } }, { ip: '49.206.99.99' }));

    const { status, body, outcome } = await serve(profile());

    expect([status, body.id, outcome]).toEqual([200, 'analytics.device-profile', 'read']);
    expect(body.result).toEqual({
      userDeclaredLocation: { state: 'Kerala', district: 'Idukki' },
      ipLocation: { state: 'Goa State', district: 'North Goa' },
    });
  });

  it('of a device and a network that nobody knows has nothing in its places', async () => {
    const { body } = await aWorld().serve(profile());

    expect(body.result).toEqual({ userDeclaredLocation: null, ipLocation: { state: '', district: '' } });
  });

  it('of an erased device says nothing of its user', async () => {
    const { serve } = aWorld({ records: fakeOpenRecords({ erased: ['device#d-1'] }), locations: [goa] });

    const { body } = await serve(profile());

    expect(body.result.userDeclaredLocation).toBeNull();
  });

  it('of an address that is none is answered', async () => {
    const { body } = await aWorld({ locations: [goa] }).serve(profile('unknown'));

    expect(body.result.ipLocation).toEqual({ state: '', district: '' });
  });
});
