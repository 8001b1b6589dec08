import fc from 'fast-check';
import { batchItems } from '../../../../../../local/services/step-functions/interpreter/distributed/batch-items.js';

const inputs = fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { maxLength: 30 });
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe('batches', () => {
  it('hold all items in their order, within both limits but for an item that is too large alone', () => {
    fc.assert(
      fc.property(inputs, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 20, max: 120 }), (items, most, largest) => {
        const limits = { MaxItemsPerBatch: most, MaxInputBytesPerBatch: largest, BatchInput: { b: 1 } };

        const batches = batchItems(items, limits).map(({ input, items: count }) => ({
          input: input as { Items: string[]; BatchInput: unknown },
          count,
        }));

        expect(batches.flatMap(({ input }) => input.Items)).toEqual(items);
        for (const { input, count } of batches) {
          expect(count).toBe(input.Items.length);
          expect(input.BatchInput).toEqual({ b: 1 });
          expect(count).toBeLessThanOrEqual(most);
          expect(count === 1 || bytes(input) <= largest).toBe(true);
        }
        // No batch could have taken the first item of the next one.
        for (const [at, { input, count }] of batches.slice(0, -1).entries()) {
          const more = { ...input, Items: [...input.Items, batches[at + 1]?.input.Items[0]] };
          expect(count === most || bytes(more) > largest).toBe(true);
        }
      }),
    );
  });

  it('have no BatchInput where none is given', () => {
    expect(batchItems([1, 2, 3], { MaxItemsPerBatch: 2 })).toEqual([
      { input: { Items: [1, 2] }, items: 2 },
      { input: { Items: [3] }, items: 1 },
    ]);
  });
});
