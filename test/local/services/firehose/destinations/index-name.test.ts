import { indexNamer } from '../../../../../local/services/firehose/destinations/index-name.js';

describe('the index of a document', () => {
  it.each([
    ['NoRotation', 'telemetry'],
    ['OneHour', 'telemetry-2024-01-14-23'],
    ['OneDay', 'telemetry-2024-01-14'],
    ['OneMonth', 'telemetry-2024-01'],
  ])('is named by its arrival in UTC with %s', (rotation, expected) => {
    const indexOf = indexNamer('telemetry', rotation, 'search');

    expect(indexOf(Date.parse('2024-01-15T05:29:59+05:30'))).toBe(expected);
  });

  it('is not guessed for a rotation that the runner does not know', () => {
    expect(() => indexNamer('telemetry', 'OneWeek', 'search')).toThrow('search: expected an IndexRotationPeriod of');
  });
});
