import * as fc from 'fast-check';
import { bulkLines, portionsOf } from '../../../../../local/services/firehose/destinations/bulk.js';

const batchOf = (records: readonly (readonly Buffer[])[]) => ({
  records: () => records.map((documents, index) => ({ id: `r${index}`, arrivedAt: index, documents })),
});

describe('portions of a batch', () => {
  it('hold each document once, in order, each under an id of its own, and no more than a request takes', () => {
    const sizes = fc.array(fc.array(fc.integer({ min: 1, max: 3 * 1024 * 1024 }), { maxLength: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(sizes, (records) => {
        const batch = batchOf(records.map((sizesOf) => sizesOf.map((size) => Buffer.alloc(size, 'x'))));

        const portions = [...portionsOf(batch, () => 'telemetry')];

        const documents = portions.flat();
        const bytes = portions.map((portion) => portion.reduce((sum, { data }) => sum + data.length, 0));
        expect(documents.map(({ data }) => data.length)).toEqual(records.flat());
        expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length);
        expect(bytes.every((sum) => sum <= 5 * 1024 * 1024)).toBe(true);
        expect(portions.every((portion) => portion.length > 0)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('become two lines a document, whatever is in its id', () => {
    const document = { id: 'a"b\n', index: 'telemetry', arrivedAt: 0, data: Buffer.from('{"a":1}') };

    const lines = bulkLines([document, document]).toString().split('\n');

    expect(lines).toHaveLength(5);
    expect(JSON.parse(lines[2] ?? '')).toEqual({ index: { _index: 'telemetry', _id: 'a"b\n' } });
    expect(lines[3]).toBe('{"a":1}');
  });
});
