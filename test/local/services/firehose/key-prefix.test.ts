import { expandPrefix, nameTime } from '../../../../local/services/firehose/key-prefix.js';

describe('a key prefix', () => {
  const prefix = 'telemetry/dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/';
  const at = (iso: string, zone = 'Asia/Kolkata') => expandPrefix(prefix, Date.parse(iso), zone);

  it('has the day of its zone: half past six in the evening, UTC, is midnight in India', () => {
    const before = at('2024-01-14T18:29:59.999Z');
    const after = at('2024-01-14T18:30:00.000Z');

    expect(before).toBe('telemetry/dt=2024-01-14/hour=23/');
    expect(after).toBe('telemetry/dt=2024-01-15/hour=00/');
  });

  it('has each hour of a day once, from 00 to 23', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => expandPrefix('!{timestamp:HH}', hour * 3_600_000, 'UTC'));

    expect(hours).toEqual(Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0')));
  });

  it('expands slashes and dashes between the parts of one expression', () => {
    const expanded = expandPrefix('a/!{timestamp:yyyy/MM/dd/HH}/', Date.parse('2024-03-05T07:00:00Z'), 'UTC');

    expect(expanded).toBe('a/2024/03/05/07/');
  });

  it('without an expression is as it is', () => {
    const expanded = expandPrefix('failed/{x}/$1/', 0, 'UTC');

    expect(expanded).toBe('failed/{x}/$1/');
  });

  it.each([
    '!{partitionKeyFromQuery:day}',
    '!{firehose:random-string}',
    '!{timestamp:yyyy-MM-dd-mm}',
    '!{timestamp:EEE}',
  ])('with %s, which the runner does not know, is refused by it', (expression) => {
    const expand = () => expandPrefix(`a/${expression}/`, 0, 'UTC');

    expect(expand).toThrow(`Firehose prefix: expected !{timestamp:…} of yyyy, MM, dd, HH, found ${expression}.`);
  });

  it('is followed by a time in UTC', () => {
    const time = nameTime(Date.parse('2024-01-14T18:30:05.999Z'));

    expect(time).toBe('2024-01-14-18-30-05');
  });
});
