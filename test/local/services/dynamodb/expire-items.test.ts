import {
  closeStore,
  type DynaliteStore,
  openStore,
  runOperation,
} from '../../../../local/services/dynamodb/dynalite.js';
import { deleteExpired } from '../../../../local/services/dynamodb/expire-items.js';
import { insertBatch } from '../../../../local/services/dynamodb/insert-batch.js';
import { useClosing } from '../../../support/closing.js';
import { anInsert, anItem, claimsTable, itemsOf, openClaims } from '../../../support/tables.js';
import { useTempFolder } from '../../../support/temp-folder.js';

const folder = useTempFolder();
const closing = useClosing();
const nowMs = 1_700_000_000_500;
const nowSecond = 1_700_000_000;

async function claims(): Promise<DynaliteStore> {
  const store = await openClaims(folder());
  closing(() => closeStore(store));
  return store;
}

function put(store: DynaliteStore, mid: string, deleteAfter?: Record<string, string>) {
  const Item = { ...anItem({ mid }), ...(deleteAfter ? { deleteAfter } : {}) };
  return runOperation(store, 'PutItem', { TableName: 'claims', Item });
}

describe('a store that was closed', () => {
  it('has its items when it is opened again, however they were written', async () => {
    const first = await openClaims(folder());
    await insertBatch(first, [anInsert({ mid: 'LOG:1' })]);
    await put(first, 'LOG:2');
    const before = await itemsOf(first);
    await closeStore(first);

    const second = openStore(folder());
    closing(() => closeStore(second));

    expect(Object.keys(before).sort()).toEqual(['LOG:1', 'LOG:2']);
    expect(await itemsOf(second)).toEqual(before);
    expect(await insertBatch(second, [anInsert({ mid: 'LOG:1' })])).toMatchObject([
      { Error: { Code: 'DuplicateItem' } },
    ]);
  });
});

describe('time to live', () => {
  it('deletes what has expired, and nothing else', async () => {
    const store = await claims();
    await put(store, 'expired', { N: String(nowSecond - 1) });
    await put(store, 'expires now', { N: String(nowSecond) });
    await put(store, 'stays', { N: String(nowSecond + 1) });
    await put(store, 'has no end');
    await put(store, 'has an end that is no number', { S: '1' });

    const deleted = await deleteExpired(store, claimsTable, nowMs);

    expect(deleted).toBe(1);
    expect(Object.keys(await itemsOf(store)).sort()).toEqual([
      'expires now',
      'has an end that is no number',
      'has no end',
      'stays',
    ]);
  });

  it('reaches the items behind the first page of a scan', async () => {
    const store = await claims();
    const mids = Array.from({ length: 12 }, (_, index) => `LOG:${index}`);
    for (const mid of mids) {
      const Item = { ...anItem({ mid, fingerprint: 'f'.repeat(200_000) }), deleteAfter: { N: '1' } };
      await runOperation(store, 'PutItem', { TableName: 'claims', Item });
    }

    const deleted = await deleteExpired(store, claimsTable, nowMs);

    expect(deleted).toBe(12);
    expect(await itemsOf(store)).toEqual({});
  });

  it('leaves a table without it alone', async () => {
    const store = await claims();
    await put(store, 'expired', { N: '1' });

    const deleted = await deleteExpired(store, { ...claimsTable, ttlAttribute: undefined }, nowMs);

    expect(deleted).toBe(0);
    expect(Object.keys(await itemsOf(store))).toEqual(['expired']);
  });

  it('leaves an item that is renewed while others are deleted', async () => {
    const store = await claims();
    const mids = Array.from({ length: 60 }, (_, index) => `LOG:${index}`);
    for (const mid of mids) await put(store, mid, { N: '1' });
    const renewed = mids.slice(30);

    await Promise.all([
      deleteExpired(store, claimsTable, nowMs),
      ...renewed.map((mid) => put(store, mid, { N: String(nowSecond + 60) })),
    ]);

    expect(Object.keys(await itemsOf(store)).sort()).toEqual([...renewed].sort());
  });
});
