import fc from 'fast-check';
import { refreshUsers } from '../../../lambdas/enrich/refresh-users.js';
import type { UserUpdate } from '../../../lambdas/enrich/user-updates.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { anOpenRecord, fakeOpenRecords } from '../../fakes/fake-open-records.js';

const now = 1_705_300_200_000;
const key = 'user#u-1';
const signIn = (usersignintype: string, at: number): UserUpdate => ({ userId: 'u-1', said: { usersignintype }, at });
const role = (userlogintype: string, at: number): UserUpdate => ({ userId: 'u-1', said: { userlogintype }, at });

describe('a user of whom an AUDIT tells', () => {
  it('is made where there is none, in the registry’s own form', async () => {
    const records = fakeOpenRecords({ now });

    const refreshed = await refreshUsers([signIn('Validated', 5), role('teacher', 6)], records);

    const open = {
      id: 'u-1',
      registrations: [],
      consent: true,
      usersignintype: 'Validated',
      userlogintype: 'teacher',
    };
    expect(records.stored.get(key)).toEqual({
      open,
      saidAt: { usersignintype: 5, userlogintype: 6 },
      revision: now,
      isErased: false,
    });
    expect(refreshed).toEqual(new Map([[key, open]]));
  });

  it('keeps everything else that is known of it', async () => {
    const open = { id: 'u-1', registrations: ['b-1'], consent: false, state: 'Goa' };
    const records = fakeOpenRecords({ open: { [key]: open } });

    await refreshUsers([role('teacher', now)], records);

    expect(records.stored.get(key)?.open).toEqual({ ...open, userlogintype: 'teacher' });
  });

  it('is read and written once for all that a batch says of it', async () => {
    const records = fakeOpenRecords();

    await refreshUsers([signIn('Validated', 5), role('student', 6), role('teacher', 7)], records);

    expect(records.effects).toEqual([`find ${key}`, `write ${key}`]);
  });

  it('is not written again when the same comes again', async () => {
    const records = fakeOpenRecords();
    const updates = [signIn('Validated', 5), role('teacher', 6)];
    await refreshUsers(updates, records);
    const before = records.stored.get(key);
    records.effects.length = 0;

    const refreshed = await refreshUsers(updates, records);

    expect(records.effects).toEqual([`find ${key}`]);
    expect(refreshed).toEqual(new Map([[key, before?.open]]));
  });

  it('has in a field what the registry’s API has written there later than the event', async () => {
    const records = fakeOpenRecords();
    records.stored.set(key, anOpenRecord({ id: 'u-1', userlogintype: 'principal' }, { revision: 100 }));

    await refreshUsers([signIn('Validated', 50), role('teacher', 99)], records);
    const late = records.stored.get(key)?.open;
    await refreshUsers([role('teacher', 101)], records);

    expect(late).toMatchObject({ userlogintype: 'principal', usersignintype: 'Validated' });
    expect(records.stored.get(key)?.open).toMatchObject({ userlogintype: 'teacher' });
  });

  it('has a field of the time of that write still when another field was refreshed later', async () => {
    const records = fakeOpenRecords({ now: 500 });
    records.stored.set(key, anOpenRecord({ id: 'u-1', userlogintype: 'principal' }, { revision: 100 }));

    await refreshUsers([signIn('Validated', 400)], records);
    await refreshUsers([role('teacher', 200)], records);

    expect(records.stored.get(key)?.open).toMatchObject({ userlogintype: 'teacher' });
  });

  it('stays erased', async () => {
    const records = fakeOpenRecords({ erased: [key] });

    const refreshed = await refreshUsers([role('teacher', now)], records);

    expect([records.effects, refreshed.size]).toEqual([[`find ${key}`], 0]);
  });

  it('stays erased also where that happens in between', async () => {
    const records = fakeOpenRecords({ open: { [key]: { id: 'u-1' } } });
    records.beforeWrite = () => records.stored.set(key, anOpenRecord({}, { revision: 2, isErased: true }));

    const refreshed = await refreshUsers([role('teacher', now)], records);

    expect([records.stored.get(key)?.isErased, records.stored.get(key)?.open, refreshed.size]).toEqual([true, {}, 0]);
  });

  it('is not looked for under an id that no record has', async () => {
    const records = fakeOpenRecords();

    await refreshUsers([{ ...role('teacher', 1), userId: 'asha@example.org' }], records);

    expect(records.effects).toEqual([]);
  });

  it('waits for a table that is down', async () => {
    const records = fakeOpenRecords({ error: new DependencyError('down') });

    await expect(refreshUsers([role('teacher', 1)], records)).rejects.toThrow(DependencyError);
  });

  it('ends up the same in whatever order events come, in whatever batches, and however often', async () => {
    const update = fc.record({
      field: fc.constantFrom(signIn, role),
      value: fc.constantFrom('a', 'b', 'c'),
      at: fc.nat(5),
    });
    const batches = fc.array(update, { minLength: 1, maxLength: 8 }).chain((updates) =>
      fc.tuple(
        fc.constant(updates),
        fc
          .shuffledSubarray(updates, { minLength: updates.length })
          .chain((shuffled) =>
            fc.array(fc.constantFrom(...shuffled), { maxLength: 5 }).map((again) => [...shuffled, ...again]),
          ),
      ),
    );
    const run = async (updates: readonly { field: typeof role; value: string; at: number }[], size: number) => {
      const records = fakeOpenRecords();
      for (let from = 0; from < updates.length; from += size) {
        const batch = updates.slice(from, from + size).map(({ field, value, at }) => field(value, at));
        await refreshUsers(batch, records);
      }
      return records.stored.get(key)?.open;
    };
    await fc.assert(
      fc.asyncProperty(batches, fc.integer({ min: 1, max: 4 }), async ([updates, others], size) => {
        expect(await run(others, size)).toEqual(await run(updates, updates.length));
      }),
    );
  });
});
