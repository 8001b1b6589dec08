import { deaggregateSync, type UserRecord } from 'aws-kinesis-agg';
import fc from 'fast-check';
import {
  aggregateOverhead,
  decodeAggregate,
  encodeAggregate,
  memberOverhead,
} from '../../../../lambdas/shared/frames/kpl.js';
import { aKinesisEvent } from '../../../factories/kinesis-events.js';

const bytes = fc.uint8Array({ maxLength: 300 }).map((data) => Buffer.from(data));
const members = fc.array(bytes, { minLength: 1 });
const key = fc.string({ minLength: 1, maxLength: 256, unit: 'grapheme' });

/** Takes an aggregate apart with AWS's own package, digest included. */
function deaggregate(data: Buffer): UserRecord[] {
  const [record] = aKinesisEvent([data]).Records;
  let answer: UserRecord[] = [];
  if (!record) return answer;
  deaggregateSync(record.kinesis, true, (error, records = []) => {
    if (error) throw error;
    answer = records;
  });
  return answer;
}

describe('a KPL aggregate', () => {
  it('comes apart into what was put in', () => {
    fc.assert(
      fc.property(key, members, (partitionKey, records) => {
        expect(decodeAggregate(encodeAggregate(partitionKey, records))).toEqual(records);
      }),
    );
  });

  it("is read by AWS's own package as the same members under the same partition key", () => {
    fc.assert(
      fc.property(key, members, (partitionKey, records) => {
        const read = deaggregate(encodeAggregate(partitionKey, records));

        expect(read.map(({ data }) => Buffer.from(data, 'base64'))).toEqual(records);
        expect(new Set(read.map((record) => record.partitionKey))).toEqual(new Set([partitionKey]));
      }),
    );
  });

  it.each([127, 128, 16_383, 16_384, 1_000_000])('carries a member of %d bytes', (size) => {
    const member = Buffer.alloc(size, 7);

    const data = encodeAggregate('key', [member, Buffer.from('next')]);

    const expected = [member.toString('base64'), Buffer.from('next').toString('base64')];
    expect(decodeAggregate(data).map((read) => read.toString('base64'))).toEqual(expected);
    expect(deaggregate(data).map((read) => read.data)).toEqual(expected);
  });

  it('is never larger than its overheads say', () => {
    fc.assert(
      fc.property(key, members, (partitionKey, records) => {
        const payload = records.reduce((sum, { length }) => sum + memberOverhead + length, 0);

        expect(encodeAggregate(partitionKey, records).length).toBeLessThanOrEqual(
          aggregateOverhead(partitionKey) + payload,
        );
      }),
    );
  });

  it.each([
    ['text', Buffer.from('{"eid":"LOG"}')],
    ['nothing', Buffer.alloc(0)],
    ['the magic alone', Buffer.from([0xf3, 0x89, 0x9a, 0xc2])],
    ['the magic before something else', Buffer.concat([Buffer.from([0xf3, 0x89, 0x9a, 0xc2]), Buffer.alloc(40, 1)])],
  ])('is not seen in %s, which comes back as itself', (_, data) => {
    expect(decodeAggregate(data)).toEqual([data]);
  });

  it('comes back as itself when any one byte of it was changed', () => {
    const data = encodeAggregate('key', [Buffer.from('one'), Buffer.from('two')]);
    for (let at = 0; at < data.length; at++) {
      const broken = Buffer.from(data);
      broken.writeUInt8(data.readUInt8(at) ^ 1, at);

      expect(decodeAggregate(broken)).toEqual([broken]);
    }
  });
});
