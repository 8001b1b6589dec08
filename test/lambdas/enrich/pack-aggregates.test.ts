import fc from 'fast-check';
import {
  type Aggregate,
  fitsAggregate,
  maxAggregateBytes,
  type OutgoingDocument,
  packAggregates,
} from '../../../lambdas/enrich/pack-aggregates.js';
import { decodeAggregate } from '../../../lambdas/shared/frames/kpl.js';

function aDocument(overrides: Partial<OutgoingDocument> = {}): OutgoingDocument {
  return { frame: 0, line: 0, mid: 'LOG:1', data: Buffer.from('{}'), ...overrides };
}

const unpack = ({ record }: Aggregate): string[] =>
  decodeAggregate(Buffer.from(record.data)).map((data) => data.toString('latin1'));

const anyDocuments = fc
  .array(
    fc.record({ mid: fc.string({ unit: 'binary', maxLength: 300 }), size: fc.integer({ min: 0, max: 300_000 }) }),
    {
      maxLength: 30,
    },
  )
  .map((list) => list.map(({ mid, size }, frame) => aDocument({ frame, mid, data: Buffer.alloc(size, frame) })));

describe('packAggregates', () => {
  it('loses nothing, keeps the order and stays within the limits of Firehose', () => {
    fc.assert(
      fc.property(anyDocuments, (documents) => {
        const aggregates = packAggregates(documents);

        expect(
          aggregates.flatMap(unpack).join('|') === documents.map(({ data }) => data.toString('latin1')).join('|'),
        ).toBe(true);
        for (const { record } of aggregates) expect(record.data.length).toBeLessThanOrEqual(maxAggregateBytes);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    [1, [1]],
    [500, [500]],
    [501, [500, 1]],
    [1_200, [500, 500, 200]],
  ])('puts %d small documents into aggregates of %j', (count, expected) => {
    const aggregates = packAggregates(Array.from({ length: count }, () => aDocument()));

    expect(aggregates.map((aggregate) => unpack(aggregate).length)).toEqual(expected);
  });

  it('puts no more bytes into one aggregate than fit, and no fewer', () => {
    const documents = Array.from({ length: 5 }, () => aDocument({ data: Buffer.alloc(400 * 1024) }));

    const aggregates = packAggregates(documents);

    expect(aggregates.map((aggregate) => unpack(aggregate).length)).toEqual([2, 2, 1]);
  });

  it('names the documents of each aggregate', () => {
    const data = Buffer.alloc(400 * 1024);

    const aggregates = packAggregates([0, 1, 1, 3, 4].map((frame) => aDocument({ frame, data })));

    expect(aggregates.map(({ documents }) => documents.map(({ frame }) => frame))).toEqual([[0, 1], [1, 3], [4]]);
  });

  it('spreads by the mid of the first document, cut to what Kinesis takes', () => {
    const aggregates = packAggregates([aDocument({ mid: 'x'.repeat(300) }), aDocument({ mid: 'LOG:2' })]);

    expect(aggregates.map(({ record }) => record.partitionKey)).toEqual(['x'.repeat(256)]);
  });

  it('makes no aggregate of nothing', () => {
    expect(packAggregates([])).toEqual([]);
  });
});

describe('fitsAggregate', () => {
  it.each(['LOG:1', 'न'.repeat(256)])(
    'lets pass just what makes an aggregate within the limit, for the mid %.5s',
    (mid) => {
      const sizes = Array.from({ length: 1_000 }, (_, index) => maxAggregateBytes - index);

      const largest = sizes.find((size) => fitsAggregate(aDocument({ mid, data: Buffer.alloc(size) }))) ?? 0;

      const [aggregate] = packAggregates([aDocument({ mid, data: Buffer.alloc(largest) })]);
      const slack = maxAggregateBytes - (aggregate?.record.data.length ?? 0);
      expect(slack).toBeGreaterThanOrEqual(0);
      expect(slack).toBeLessThan(32);
    },
  );
});
