import fc from 'fast-check';
import {
  fromItem,
  type Item,
  isErased,
  openAttributes,
  readOpen,
  type StoredRecord,
  toItem,
} from '../../../../../lambdas/shared/registry/aws/items.js';

const key = { kind: 'user', id: 'u-1' };
const aRecord = (overrides: Partial<StoredRecord> = {}): StoredRecord => ({
  ...key,
  revision: 1,
  open: { id: 'u-1', consent: true },
  sealed: {},
  ...overrides,
});
/** An item as a reader has it who asks for what lies open. */
const openPart = (item: Item): Item =>
  Object.fromEntries(Object.entries(item).filter(([name]) => openAttributes.includes(name)));

describe('an item', () => {
  it('is read as it was written', () => {
    const sealed = { place: 'user#u-1#name', dataKey: Buffer.from('key'), data: Buffer.from('sealed') };
    const records = [aRecord(), aRecord({ sealed: { name: sealed } }), aRecord({ open: {}, erased: 7 })];

    for (const record of records) expect(fromItem(key, toItem(record))).toEqual(record);
  });

  it('tells what lies open to who reads no more than that', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (open) => {
        const record = JSON.parse(JSON.stringify(open));

        expect(readOpen(openPart(toItem(aRecord({ open: record }))))).toEqual(record);
      }),
    );
  });

  it('of somebody erased is no record to a reader, whatever were left in it', () => {
    for (const open of [{}, { city: 'Panaji' }]) {
      const item = openPart(toItem(aRecord({ open, erased: 7 })));

      expect([readOpen(item), isErased(item)]).toEqual([undefined, true]);
    }
    expect(isErased(toItem(aRecord()))).toBe(false);
  });
});
