import { givenUpAt, readUndelivered } from '../../../lambdas/redrive/read-undelivered.js';
import { arrival } from '../../factories/frames.js';
import { aKinesisEvent } from '../../factories/kinesis-events.js';
import { anUndelivered, undeliveredKey } from '../../factories/undelivered.js';

const { Records } = aKinesisEvent([Buffer.from('a'), Buffer.from('b')]);
const withoutArrival = Records.map((record, index) =>
  index === 0 ? record : { ...record, kinesis: { ...record.kinesis, approximateArrivalTimestamp: undefined as never } },
);
const read = (text: string) => {
  const undelivered = readUndelivered(text);
  if ('unreadable' in undelivered) throw new Error(undelivered.unreadable);
  return undelivered;
};

describe('an undelivered object', () => {
  it('is read too where its payload is an event and no text of one', () => {
    const { payload, ...rest } = JSON.parse(anUndelivered(Records));

    const read = readUndelivered(JSON.stringify({ ...rest, payload: JSON.parse(payload) }));

    expect(read).toMatchObject({ records: Records });
  });

  it('holds the very records that the stage was invoked with', () => {
    expect(read(anUndelivered(Records)).records).toEqual(Records);
  });

  it('is the same with some of its records, but for the others', () => {
    const [, second] = Records;

    const rest = read(anUndelivered(Records)).withRecords(second ? [second] : []);

    expect(read(rest).records).toEqual([second]);
    expect({ ...JSON.parse(rest), payload: '' }).toEqual({ ...JSON.parse(anUndelivered(Records)), payload: '' });
  });

  it.each([
    ['no JSON', 'PK\u0003', /expected a JSON object/],
    ['a list', '[]', /expected a JSON object/],
    [
      'without a payload',
      anUndelivered(Records, { payload: undefined }),
      /\/payload: expected an event or its JSON text, found none/,
    ],
    ['with a payload that is no JSON', anUndelivered(Records, { payload: '{"Rec' }), /expected Kinesis records/],
    ['without records', anUndelivered([]), /expected Kinesis records/],
    [
      'with records of something else',
      anUndelivered(Records, { payload: '{"Records":[{"s3":{}}]}' }),
      /expected Kinesis/,
    ],
    [
      'with a record that does not say when it came',
      anUndelivered(withoutArrival),
      /expected Kinesis records with eventID, data and time of arrival/,
    ],
  ])('that is %s is told of, not thrown', (_, text, why) => {
    expect(readUndelivered(text)).toEqual({ unreadable: expect.stringMatching(why) });
  });

  it('says by its key when it was given up', () => {
    expect(givenUpAt(undeliveredKey(arrival))).toBe(arrival);
    expect(givenUpAt('aws/lambda/source-1/by-hand.json')).toBeUndefined();
  });
});
