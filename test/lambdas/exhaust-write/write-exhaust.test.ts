import { TextWriter, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import { type WritePorts, type WriteSettings, writeExhaust } from '../../../lambdas/exhaust-write/write-exhaust.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import type { ResultRecord } from '../../../lambdas/shared/lake/read-result.js';
import { aRun, aStoredAnswer, conversation } from '../../factories/exhausts.js';
import { joined } from './bytes.js';

const settings: WriteSettings = { dialect: 'spark', neutraliseFormulas: false, zipCipher: 'aes-256' };
const asRecord = (event: object): ResultRecord => ({ line: JSON.stringify(event) });
const privateRun = aRun({ dataset: 'uci-private-exhaust' });
const noData =
  'No data found for 2026-11-20 to 2026-11-20, days of arrival in Asia/Kolkata. Submit it again once there is some.';

/** Ports over a result and a registry; what is uploaded is kept. */
function somePorts({ records = [asRecord(aStoredAnswer())], ...overrides }: SomePorts = {}) {
  const uploads = new Map<string, Buffer>();
  const ports: WritePorts<string> = {
    now: () => Date.parse('2026-11-20T20:00:00Z'),
    records: async function* () {
      yield* records;
    },
    registrationsOf: async function* () {
      yield { userId: 'u-1', consent: true, username: 'phone:9000000001' };
      yield { userId: '0000-0001', consent: false, username: 'phone:9000000002' };
    },
    standingsOf: async (ids) => new Map(ids.filter((id) => id === '0000-0001').map((id) => [id, 'refused'])),
    open: async (sealed) => sealed,
    upload: async (key, body) => {
      const bytes = await joined(body);
      uploads.set(key, bytes);
      return bytes.length;
    },
    ...overrides,
  };
  return { ports, uploads };
}

type SomePorts = Partial<Omit<WritePorts<string>, 'records'>> & { readonly records?: readonly ResultRecord[] };

describe('an exhaust', () => {
  it('is a file named after its subject, its kind and the day in the stage’s zone', async () => {
    const { ports, uploads } = somePorts();

    const written = await writeExhaust(aRun(), undefined, settings, ports);

    const name = `${conversation}_response_20261121.csv`;
    const [[key, file] = []] = uploads;
    expect(written).toEqual({ key, name, rows: 1, bytes: file?.length, unreadable: 0 });
    expect(key).toBe(`exhaust/uci-response-exhaust/R1/${name}`);
    expect(file?.toString()).toMatch(/^Message ID,.*\nASSESS:e21e,.*\n$/);
  });

  it.each<[string, ResultRecord]>([
    ['uci-response-exhaust', { line: '{"eid":"ASSESS","mid":"cut sho' }],
    ['uci-response-exhaust', { line: '', unreadable: '1' }],
    ['telemetry-raw', { line: '{"eid":"ASSESS","mid":"cut sho', did: 'd', actor: 'a' }],
    ['telemetry-raw', { line: '{"eid":"ASSESS","uid":{"cut":"short"}', did: 'd', actor: 'a' }],
    ['telemetry-raw', { line: '', did: '', actor: '', unreadable: '1' }],
    ['summary', { arrival_day: '2026-11-20', eid: 'LOG', did: '', actor: '', events: '1', unreadable: '1' }],
  ])('of %s has no row of a line that can’t be read, and tells of it', async (dataset, broken) => {
    const kept = {
      ...asRecord(aStoredAnswer()),
      arrival_day: '2026-11-20',
      eid: 'kept',
      did: 'd',
      actor: 'a',
      events: '1',
    };
    const { ports, uploads } = somePorts({ records: [broken, { ...kept, unreadable: '0' }, broken] });

    const written = await writeExhaust(aRun({ dataset }), undefined, settings, ports);

    expect(written).toMatchObject({ rows: 1, unreadable: 2 });
    expect(String([...uploads.values()][0])).not.toMatch(/cut|LOG/);
  });

  it('masks the answers of who refused', async () => {
    const { ports, uploads } = somePorts();

    await writeExhaust(aRun(), undefined, settings, ports);

    expect(String([...uploads.values()][0])).toContain('"",/data/group/q1');
  });

  it.each<[string, ResultRecord]>([
    ['uci-response-exhaust', asRecord(aStoredAnswer({ context: { did: 'gone' } }))],
    ['uci-response-exhaust', asRecord(aStoredAnswer({ actor: { id: 'gone', type: 'User' } }))],
    ['uci-private-exhaust', {}],
    ['telemetry-raw', { line: '{"mid":"gone"}', did: 'gone', actor: '0000-0002' }],
    ['telemetry-raw', { line: '{"mid":"gone"}', did: '0000-0002', actor: 'gone' }],
    ['summary', { arrival_day: '2026-11-20', eid: 'gone', did: 'gone', actor: '0000-0002', events: '1' }],
    ['summary', { arrival_day: '2026-11-20', eid: 'gone', did: '0000-0002', actor: 'gone', events: '1' }],
  ])('of %s has no row about somebody erased, and the others', async (dataset, gone) => {
    const kept: ResultRecord = {
      ...asRecord(aStoredAnswer({ mid: 'kept' })),
      ...{ arrival_day: '2026-11-20', eid: 'kept', did: '0000-0002', actor: '0000-0002', events: '1' },
    };
    const registrationsOf = async function* () {
      yield { userId: 'gone', consent: true, username: 'gone' };
      yield { userId: 'u-1', consent: true, username: 'kept' };
    };
    const standingsOf = async (ids: readonly string[]) =>
      new Map(ids.filter((id) => id === 'gone').map((id) => [id, 'erased' as const]));
    const { ports, uploads } = somePorts({ records: [gone, kept], registrationsOf, standingsOf });
    const password = dataset === 'uci-private-exhaust' ? 'open sesame' : undefined;

    const written = await writeExhaust(aRun({ dataset }), password, settings, ports);

    expect(written).toMatchObject({ rows: 1 });
    if (password === undefined) {
      expect(String([...uploads.values()][0])).toContain('kept');
      expect(String([...uploads.values()][0])).not.toContain('gone');
    }
  });

  it('of nobody registered is no file, and says so', async () => {
    const { ports } = somePorts({ registrationsOf: async function* () {} });

    expect(await writeExhaust(privateRun, 'a-password', settings, ports)).toEqual({
      fault: 'No data found: nobody is registered with this bot. Submit it again once somebody is.',
      unreadable: 0,
    });
  });

  it('of the erased alone is no file', async () => {
    const standingsOf = async (ids: readonly string[]) => new Map(ids.map((id) => [id, 'erased' as const]));
    const { ports, uploads } = somePorts({ standingsOf });

    expect(await writeExhaust(aRun(), undefined, settings, ports)).toEqual({ fault: noData, unreadable: 0 });
    expect(uploads.size).toBe(0);
  });

  it('of no rows is no file', async () => {
    const otherBots = asRecord(aStoredAnswer({ context: { cdata: [] } }));
    for (const records of [[], [otherBots]]) {
      const { ports, uploads } = somePorts({ records });

      expect(await writeExhaust(aRun(), undefined, settings, ports)).toEqual({ fault: noData, unreadable: 0 });
      expect(uploads.size).toBe(0);
    }
  });

  it('with a password is a zip with the file inside', async () => {
    const { ports, uploads } = somePorts();

    const written = await writeExhaust(privateRun, 'open sesame', settings, ports);

    const [zip = Buffer.of()] = uploads.values();
    const [entry] = await new ZipReader(new Uint8ArrayReader(zip)).getEntries();
    const text = entry && !entry.directory && (await entry.getData(new TextWriter(), { password: 'open sesame' }));
    expect(written).toMatchObject({ name: `${conversation}_userinfo_20261121.zip`, rows: 2 });
    expect(entry?.filename).toBe(`${conversation}_userinfo_20261121.csv`);
    expect(text).toBe(
      'Conversation ID,Conversation Name,Decrypted Device ID,Encrypted Device ID,Device UUID\n' +
        `${conversation},DST Form Bot,phone:9000000001,,u-1\n${conversation},DST Form Bot,0000-0001,,0000-0001\n`,
    );
  });

  it.each([undefined, ''])('of names and phones is not written with the password %j', async (password) => {
    const { ports, uploads } = somePorts();

    await expect(writeExhaust(privateRun, password, settings, ports)).rejects.toThrow('expected a password');
    expect(uploads.size).toBe(0);
  });

  it('neutralises formulas where the stage says so', async () => {
    const records = [asRecord(aStoredAnswer({ item: { title: '=cmd()' } }))];
    const { ports, uploads } = somePorts({ records });

    await writeExhaust(aRun(), undefined, { ...settings, neutraliseFormulas: true }, ports);

    expect(String([...uploads.values()][0])).toContain(",'=cmd(),");
  });

  it('is RFC 4180 where the stage says so', async () => {
    const { ports, uploads } = somePorts();

    await writeExhaust(aRun(), undefined, { ...settings, dialect: 'rfc4180' }, ports);

    expect(String([...uploads.values()][0])).toContain('"[{""1"":{""text"":""1 Yes""}},{""2"":{""text"":""2 No""}}]"');
  });

  it('fails with its upload, and reads no further', async () => {
    let isOpen = true;
    const records = async function* () {
      try {
        for (;;) yield asRecord(aStoredAnswer());
      } finally {
        isOpen = false;
      }
    };
    const upload = async (_: string, body: AsyncIterable<Uint8Array>) => {
      for await (const _chunk of body) throw new DependencyError('S3 is down');
      return 0;
    };
    const { ports } = somePorts({ upload });

    const written = writeExhaust(aRun(), undefined, settings, { ...ports, records });

    await expect(written).rejects.toThrow('S3 is down');
    expect(isOpen).toBe(false);
  });

  it.each([undefined, 'secret'])(
    'fails with its result, password %j: nothing is made of a half one',
    async (password) => {
      const records = async function* () {
        yield asRecord(aStoredAnswer());
        throw new DependencyError('the result broke off');
      };
      const { ports, uploads } = somePorts();

      await expect(writeExhaust(aRun(), password, settings, { ...ports, records })).rejects.toThrow(
        'the result broke off',
      );
      expect(uploads.size).toBe(0);
    },
  );
});
