import { Readable } from 'node:stream';
import { type LakeEvent, lakeEvents } from '../../../../cli/commands/reindex/lake-events.js';
import { aLake, aStoredEvent } from '../../../factories/stored-events.js';

const read = async (lake: Parameters<typeof lakeEvents>[0], days: readonly string[], lateDays = 1) => {
  const found: LakeEvent[] = [];
  for await (const event of lakeEvents(lake, days, lateDays)) found.push(event);
  return found.map(({ day, mid }) => `${day} ${mid}`);
};

describe('the events of some days in the lake', () => {
  it('are those whose @timestamp is of the days, in whatever folder they arrived', async () => {
    const lake = aLake({
      '2026-11-09': [[aStoredEvent('2026-11-10T00:00:00.000Z', 'west of UTC')]],
      '2026-11-11': [
        [aStoredEvent('2026-11-10T23:00:00.000Z', 'east of UTC'), aStoredEvent('2026-11-11T00:00:00.000Z', 'next day')],
      ],
      '2026-11-12': [[aStoredEvent('2026-11-10T12:00:00.000Z', 'held up')]],
      '2026-11-13': [[aStoredEvent('2026-11-10T12:00:00.000Z', 'later than looked for')]],
    });

    expect(await read(lake, ['2026-11-10'])).toEqual([
      '2026-11-10 west of UTC',
      '2026-11-10 east of UTC',
      '2026-11-10 held up',
    ]);
  });

  it('are not those that only speak of such a day', async () => {
    const message = '{"@timestamp":"2026-11-10T00:00:00.000Z"}';
    const nested = { '@timestamp': '2026-11-10T00:00:00.000Z' };
    const lake = aLake({
      '2026-11-10': [[aStoredEvent('2026-11-09T12:00:00.000Z', 'other', { edata: { message, nested } })]],
    });

    expect(await read(lake, ['2026-11-10'])).toEqual([]);
  });

  it('are not passed over in silence where an object is broken', async () => {
    const lake = { ...aLake({ '2026-11-10': [[]] }), open: async () => Readable.from([Buffer.from('no gzip')]) };

    await expect(read(lake, ['2026-11-10'])).rejects.toThrow('telemetry/dt=2026-11-10/hour=05/0.json.gz, after line 0');
  });
});
