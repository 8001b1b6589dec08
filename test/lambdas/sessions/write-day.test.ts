import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { writeDay } from '../../../lambdas/sessions/write-day.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import type { ResultRecord } from '../../../lambdas/shared/lake/read-result.js';
import { inIndia } from '../../factories/session-events.js';

const settings = { timeZone: 'Asia/Kolkata', gapMs: 1_800_000, idleMs: 600_000 };
const day = '2026-11-20';
const aRecord = (time: string, sid = 's-1'): ResultRecord => ({
  did: 'd-1',
  sid,
  ets: String(inIndia(time)),
  mid: time,
  fingerprint: time,
  line: '{"eid":"INTERACT"}',
});

/** The file of a day, from the records of a query. */
async function write(records: () => AsyncIterable<ResultRecord>, erased: readonly string[] = []) {
  const files = new Map<string, Buffer>();
  const upload = async (key: string, body: AsyncIterable<Uint8Array>) => {
    const bytes = Buffer.concat(await Readable.from(body).toArray());
    files.set(key, bytes);
    return bytes.length;
  };
  const standingsOf = async (ids: readonly string[]) =>
    new Map(ids.filter((id) => erased.includes(id)).map((id) => [id, 'erased' as const]));
  const written = await writeDay(day, settings, { records, standingsOf, upload });
  return { written, bytes: files.get(written.key) ?? Buffer.alloc(0), keys: [...files.keys()] };
}

async function* inTurn(...records: readonly ResultRecord[]): AsyncGenerator<ResultRecord> {
  yield* records;
}

describe('the file of a day', () => {
  const records = () =>
    inTurn(
      aRecord('2026-11-19T12:00:00', 's-0'),
      aRecord('2026-11-20T00:00:00'),
      aRecord('2026-11-21T00:00:00'),
      aRecord('2026-11-21T12:00:00', 's-2'),
    );

  it('has the sessions that begin on it, one a line, and no others', async () => {
    const { written, bytes, keys } = await write(records);

    const lines = gunzipSync(bytes).toString().split('\n');
    expect(lines.map((line) => line && JSON.parse(line).sid)).toEqual(['s-1', '']);
    expect(keys).toEqual(['summary/dt=2026-11-20/sessions.json.gz']);
    expect(written).toEqual({ day, key: keys[0], sessions: 1, events: 2, bytes: bytes.length, unreadable: 0 });
  });

  it('is made without lines that can’t be read, and tells how many there were', async () => {
    const { written } = await write(() =>
      inTurn(
        { ...aRecord('2026-11-20T09:00:00'), line: '{"eid":"INTERACT",' },
        { ...aRecord('2026-11-20T10:00:00'), unreadable: '0' },
        { did: '', sid: '', ets: '', mid: '', fingerprint: '', line: '', unreadable: '1' },
      ),
    );

    expect(written).toMatchObject({ sessions: 1, events: 1, unreadable: 2 });
  });

  it('is the same bytes whenever it is made', async () => {
    const [first, second] = [await write(records), await write(records)];

    expect(first.bytes.equals(second.bytes)).toBe(true);
  });

  it('has no line where there was no session, but is there', async () => {
    const { written, bytes } = await write(() => inTurn());

    expect([written.sessions, gunzipSync(bytes).toString()]).toEqual([0, '']);
    expect(bytes.length).toBeGreaterThan(0);
  });

  it.each(['d-1', 'u-1'])('has no session of %s, who was erased', async (erased) => {
    const line = '{"eid":"INTERACT","actor":{"id":"u-1","type":"User"}}';
    const other = { ...aRecord('2026-11-20T09:00:00', 's-9'), did: 'd-2' };

    const { written, bytes } = await write(
      () => inTurn({ ...aRecord('2026-11-20T09:00:00'), line }, { ...aRecord('2026-11-20T10:00:00'), line }, other),
      [erased],
    );

    expect(
      gunzipSync(bytes)
        .toString()
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text).did),
    ).toEqual(['d-2']);
    expect(written).toMatchObject({ sessions: 1, events: 1 });
  });

  it('is not stored when nobody can say who was erased', async () => {
    const upload = async (_: string, body: AsyncIterable<Uint8Array>) => (await Readable.from(body).toArray()).length;
    const standingsOf = async () => {
      throw new DependencyError('registry: down');
    };

    const writing = writeDay(day, settings, { records, standingsOf, upload });

    await expect(writing).rejects.toThrow('registry: down');
  });

  it('is not stored when the events break off', async () => {
    const brokenOff = async function* () {
      yield aRecord('2026-11-20T00:00:00');
      throw new DependencyError('query-results/1.csv: could not be read.');
    };

    await expect(write(brokenOff)).rejects.toThrow(DependencyError);
  });

  it('of very many sessions is written while they come', async () => {
    const most = 20_000;
    const many = async function* () {
      for (let at = 0; at < most; at++) yield aRecord('2026-11-20T09:00:00', `s-${String(at).padStart(6, '0')}`);
    };

    const { written, bytes } = await write(many);

    expect([written.sessions, gunzipSync(bytes).toString().split('\n').length]).toEqual([most, most + 1]);
  });
});
