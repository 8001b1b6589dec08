import { readBooks } from '../../cli/commands/demo/session-books.js';
import { storedEvents } from '../../cli/target/read-lake.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import { anEvent } from '../factories/events.js';
import { useRunner } from '../support/use-runner.js';

type Stored = Record<string, Record<string, unknown>>;

const records = {
  'user/u-1': { phone: '9000000001', name: 'Asha', usertype: 'student', state: 'Goa', district: 'North Goa' },
  'device/d-1': { state: 'Kerala', statecode: 'KL', districtcustom: 'Kollam', firstaccess: 1_600_000_000_000 },
  'content/do_1': { name: 'Fractions', contentType: 'Resource', lastPublishedOn: '2020-09-13T12:26:40.000Z' },
  'content/do_book': { name: 'Maths 5' },
  'dialcode/AB1CD2': { batchcode: 'batch-1', generated_on: '2020-09-13T12:26:40.000Z' },
};
const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36';
const person = { actor: { id: 'u-1', type: 'User' } };

const runner = useRunner();

async function register(method: string, path: string, record?: object): Promise<number> {
  const body = record && { body: JSON.stringify(record) };
  return (await fetch(`${runner.info.url}/registry/v1/${path}`, { method, ...body })).status;
}

/** Posts an event of now and waits until it is stored. */
async function stored(mid: string, overrides: object): Promise<Stored> {
  const events = [anEvent({ mid, ets: Date.now(), ...overrides })];
  const headers = { 'user-agent': userAgent };
  await fetch(`${runner.info.url}/v1/telemetry`, { method: 'POST', headers, body: JSON.stringify({ events }) });
  const find = () => storedEvents(runner.info).find((event) => event.mid === mid);
  expect(await waitUntil(() => find() !== undefined, 30_000)).toBe(true);
  return find() as Stored;
}

it('an event is stored with what the registry knows of its user, device, content and collection', async () => {
  for (const [path, record] of Object.entries(records)) expect(await register('PUT', path, record)).toBe(200);

  const event = await stored('LOG:known', {
    ...person,
    context: { channel: 'channel-1', pdata: { id: 'app-1' }, env: 'home', did: 'd-1' },
    object: { id: 'do_1', type: 'Content', rollup: { l1: 'do_book' } },
  });

  expect(event).toMatchObject({
    contentdata: { name: 'Fractions', contenttype: 'Resource', lastpublishedon: 1_600_000_000_000 },
    collectiondata: { name: 'Maths 5' },
    devicedata: { state: 'Kerala', iso3166statecode: 'IN-KL', city: '', firstaccess: 1_600_000_000_000 },
    derivedlocationdata: { state: 'Goa', district: 'North Goa', from: 'user-profile' },
    useragentdata: { agent: 'Chrome', system: 'Linux', platform: 'desktop' },
    flags: { device_denorm: true, user_denorm: true, content_denorm: true, coll_denorm: true, loc_denorm: true },
  });
  expect(event.userdata).toEqual({
    usertype: 'student',
    state: 'Goa',
    district: 'North Goa',
    usersignintype: 'Anonymous',
    userlogintype: 'NA',
  });
}, 60_000);

it('a scanned code is looked up in capitals', async () => {
  const event = await stored('LOG:code', { object: { id: 'ab1cd2', type: 'DialCode' } });

  expect(event.dialcodedata).toEqual({ identifier: 'AB1CD2', batchcode: 'batch-1', generatedon: 1_600_000_000_000 });
}, 60_000);

it('an event of which nothing is known is stored, and says so', async () => {
  const event = await stored('LOG:unknown', {
    actor: { id: 'u-2', type: 'User' },
    context: { channel: 'channel-1', pdata: { id: 'app-1' }, env: 'home', did: 'd-2' },
    object: { id: 'do_2', type: 'Content' },
  });

  expect(event.flags).toMatchObject({ device_denorm: false, user_denorm: false, content_denorm: false });
  expect(
    Object.keys(event)
      .filter((key) => key.endsWith('data') && key !== 'metadata')
      .toSorted(),
  ).toEqual(['edata', 'useragentdata', 'userdata']);
}, 60_000);

it('of a user who was deleted nothing is said any more, once the function has forgotten', async () => {
  expect(await register('DELETE', 'user/u-1')).toBe(200);

  let isForgotten = false;
  for (let post = 0; post < 20 && !isForgotten; post++) {
    const { flags } = await stored(`LOG:deleted-${post}`, person);
    isForgotten = flags?.user_denorm === false;
  }

  expect(isForgotten).toBe(true);
}, 120_000);

it('the books balance, with nothing failed', () => {
  expect(readBooks(runner.info)).toMatchObject({ failed: 0, duplicate: 0 });
});
