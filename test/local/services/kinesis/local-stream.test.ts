import { join } from 'node:path';
import { useClosing } from '../../../support/closing.js';
import { textsOf } from '../../../support/log-records.js';
import { aStream, putTexts } from '../../../support/streams.js';
import { useTempFolder } from '../../../support/temp-folder.js';

const folder = useTempFolder();
const closing = useClosing();

function stream(shards: number) {
  const made = aStream(join(folder(), 'stream'), shards);
  closing(() => made.close());
  return made;
}

const someRecords = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ partitionKey: `key-${index}`, data: Buffer.from(`${index}`) }));

describe('a stream', () => {
  it('spreads partition keys over all its shards, about evenly', () => {
    const made = stream(4);

    const places = made.put(someRecords(4_000), 17);

    const counts = made.shards.map(({ id }) => places.filter(({ shardId }) => shardId === id).length);
    for (const count of counts) expect(count).toBeGreaterThan(800);
  });

  it('never gives a sequence number twice, though its shards count alone', () => {
    const places = stream(4).put(someRecords(200), 17);

    const numbers = places.map(({ sequenceNumber }) => sequenceNumber);

    expect(new Set(numbers).size).toBe(200);
  });

  it('finds by its sequence number the position of a record', () => {
    const made = stream(2);
    const [place] = made.put(someRecords(1), 17);
    const shard = made.shards.find(({ id }) => id === place?.shardId);

    const [record] = shard?.read(shard.positionOf(place?.sequenceNumber ?? '') ?? -1, { records: 1, bytes: 0 }) ?? [];

    expect(record).toMatchObject({ sequenceNumber: place?.sequenceNumber, key: 'key-0', arrivedAt: 17 });
  });

  it('tells those who wait when records have come, and they are there to be read then', () => {
    const made = stream(1);
    const seen: string[][] = [];
    made.on('append', () => seen.push(made.shards.flatMap(({ log }) => textsOf(log))));

    putTexts(made, ['a', 'b']);

    expect(seen).toEqual([['a', 'b']]);
  });

  it('keeps the records of shards that it no longer has open, and puts nothing new there', () => {
    const wide = aStream(join(folder(), 'stream'), 4);
    wide.put(someRecords(100), 17);
    wide.close();
    const narrow = stream(1);

    const places = narrow.put(someRecords(100), 18);

    const records = narrow.shards.flatMap(({ log }) => textsOf(log));
    expect(records).toHaveLength(200);
    expect(new Set(places.map(({ shardId }) => shardId))).toEqual(new Set(['shardId-000000000000']));
  });

  it('goes on with its records and its numbers when it is opened again', () => {
    const first = aStream(join(folder(), 'stream'), 2);
    const [before = ''] = putTexts(first, ['a']);
    first.close();

    const second = stream(2);
    const [after = ''] = putTexts(second, ['b']);

    expect(second.shards.flatMap(({ log }) => textsOf(log))).toEqual(['a', 'b']);
    expect(BigInt(after)).toBeGreaterThan(BigInt(before));
  });

  it('keeps what is younger than its retention', () => {
    const made = stream(1);
    putTexts(made, ['a'], 10_000);

    made.expire(5_000, 15_000);

    expect(made.shards.flatMap(({ log }) => textsOf(log))).toEqual(['a']);
  });
});
