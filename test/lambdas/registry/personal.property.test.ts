import fc from 'fast-check';
import { serveRequest } from '../../../lambdas/registry/serve-request.js';
import { toItem } from '../../../lambdas/shared/registry/aws/items.js';
import { aRegistryRequest } from '../../factories/records.js';
import { fakeDataKeys } from '../../fakes/fake-data-keys.js';
import { fakeRecords } from '../../fakes/fake-records.js';

const personal = ['username', 'phone', 'email', 'name'] as const;

/** Marked, so that it can't stand somewhere by chance; the mark is in no id, which lies open. */
const value = fc.string({ minLength: 0, maxLength: 100, unit: 'grapheme' }).map((text) => `pii+${text}+pii`);
const values = fc.record(Object.fromEntries(personal.map((field) => [field, value])), { requiredKeys: [] });
/** What makes a record wrong, at times with a value of its own. */
const mistake = fc.oneof(
  fc.constant({}),
  fc.record({ consent: value }),
  fc.record({ registrations: fc.array(value, { minLength: 1 }) }),
  fc.record({ registrations: value }),
  fc.record({ device: fc.record({ consent: value }) }),
  fc.record({ data: value }),
  fc.record({ id: value }),
  fc.record({ phone: fc.array(value) }),
  value.map((text) => ({ phone: text.padEnd(300, 'x') })),
  value.map((text) => ({ [text]: text })),
  value.map((text) => ({ nickname: text })),
);
const body = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(values, mistake).map(([record, wrong]) => JSON.stringify({ ...record, ...wrong })) },
  values.map((record) => JSON.stringify(record).slice(0, -1)),
  value.map((text) => JSON.stringify(text)),
  value,
);

/** Everything that is written down or answered, as text. Bytes are searched as they are. */
async function traces(text: string) {
  const records = fakeRecords();
  const ports = { records, keys: fakeDataKeys(), now: () => 1_705_300_200_000 };
  const put = await serveRequest(aRegistryRequest('PUT', 'user', 'u-1', text), ports);
  const masked = await serveRequest(aRegistryRequest('GET', 'user', 'u-1', '', { seesPersonal: false }), ports);
  const items = [...records.stored.values()].map(toItem);
  const bytes = items.flatMap(({ sealed }) => Object.values(sealed?.M ?? {}).map(({ B }) => Buffer.from(B ?? [])));
  const told = [put, masked].map(({ answer, error }) => `${answer.body} ${String(error)}`);
  return [...told, JSON.stringify(items), ...bytes.map((data) => data.toString('utf8'))];
}

describe('a personal value', () => {
  it('is in no item, in no answer but to who may see it, and in no error, whatever the record', async () => {
    await fc.assert(
      fc.asyncProperty(body, async (text) => {
        for (const trace of await traces(text)) expect(trace).not.toContain('pii+');
      }),
      { numRuns: 500 },
    );
  });

  it('comes back as it was to who may see it', async () => {
    await fc.assert(
      fc.asyncProperty(values, async (record) => {
        const ports = { records: fakeRecords(), keys: fakeDataKeys(), now: Date.now };
        await serveRequest(aRegistryRequest('PUT', 'user', 'u-1', record), ports);

        const { answer } = await serveRequest(aRegistryRequest('GET', 'user', 'u-1'), ports);

        expect(JSON.parse(answer.body).result.record).toEqual({
          id: 'u-1',
          registrations: [],
          consent: true,
          ...JSON.parse(JSON.stringify(record)),
        });
      }),
    );
  });
});
