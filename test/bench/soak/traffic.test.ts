import { Traffic } from '../../../bench/soak/traffic.js';
import { judgeEvent } from '../../../lambdas/shared/telemetry/judge-event.js';

const [events, since] = [8_000, Date.UTC(2024, 0, 15)];
const oldest = since - 90 * 86_400_000;
const traffic = new Traffic({ seed: 7, events, since });
const slots = Array.from({ length: events }, (_, slot) => slot);
const slotsOf = (kind: string) => slots.filter((slot) => traffic.kindOf(slot) === kind);
const judged = (slot: number) => judgeEvent(traffic.entryAt(slot), { profileOf: () => 'strict', oldest });

describe('the traffic of a soak', () => {
  it('is the same whenever and in whatever order it is asked for', () => {
    const again = new Traffic({ seed: 7, events, since });
    const batches = [999, 0, 500];

    expect(batches.map((batch) => again.bodyOf(batch))).toEqual(batches.map((batch) => traffic.bodyOf(batch)));
  });

  it('is another with another seed', () => {
    expect(new Traffic({ seed: 8, events, since }).bodyOf(0)).not.toBe(traffic.bodyOf(0));
  });

  it.each([
    ['duplicate', 0.1],
    ['invalid', 0.02],
    ['collision', 0.005],
  ])('has its share of %s events', (kind, share) => {
    expect(Math.abs(slotsOf(kind).length / events - share)).toBeLessThan(share / 2);
  });

  it('has valid events of eight eids under the strict schemas', () => {
    const valid = slots.filter((slot) => traffic.kindOf(slot) !== 'invalid');

    expect(valid.map((slot) => judged(slot).fault).filter(Boolean)).toEqual([]);
    expect(new Set(valid.map((slot) => traffic.eventOf(slot).eid)).size).toBe(8);
  });

  it('has events that are invalid as the failed book is expected to say', () => {
    const invalid = slotsOf('invalid');
    const expected = invalid.map((slot) => traffic.spoilerOf(slot)).map(({ reason, pointer }) => ({ reason, pointer }));

    expect(invalid.map((slot) => judged(slot).fault)).toMatchObject(expected);
    expect(new Set(expected.map(({ reason }) => reason)).size).toBe(6);
  });

  it('repeats earlier events unchanged, near and far', () => {
    const distances = slotsOf('duplicate').map((slot) => slot - traffic.targetOf(slot));

    for (const slot of slotsOf('duplicate')) {
      expect(traffic.entryAt(slot)).toEqual(traffic.entryAt(traffic.targetOf(slot)));
    }
    expect([Math.min(...distances), Math.max(...distances) > events / 2]).toEqual([1, true]);
  });

  it('has collisions, which are other events under the mid of an earlier one', () => {
    const pairs = slotsOf('collision').map((slot) => [traffic.eventOf(slot), traffic.eventOf(traffic.targetOf(slot))]);

    expect(pairs.map(([one]) => one?.mid)).toEqual(pairs.map(([, other]) => other?.mid));
    expect(pairs.filter(([one, other]) => one?.ets === other?.ets)).toEqual([]);
  });

  it('has a mid for each event of its own', () => {
    const own = slots.filter((slot) => !['duplicate', 'collision'].includes(traffic.kindOf(slot)));

    expect(new Set(own.map((slot) => traffic.midOf(slot))).size).toBe(own.length);
  });

  it('finds the slot of what is stored and of what has failed, and none for what was never sent', () => {
    const stored = [...slotsOf('original'), ...slotsOf('collision')];
    const [original = 0] = slotsOf('original');
    const { mid, ets } = traffic.eventOf(original) as { mid: string; ets: number };

    expect(stored.map((slot) => traffic.slotOf(traffic.eventOf(slot).mid, traffic.eventOf(slot).ets))).toEqual(stored);
    expect(slotsOf('invalid').map((slot) => traffic.slotInText(judged(slot).received))).toEqual(slotsOf('invalid'));
    expect([traffic.slotOf(mid, ets + 1), traffic.slotOf(`${mid}0`, ets), traffic.slotInText('LOG:1')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is cut into batches of twenty, the last of what is left', () => {
    const short = new Traffic({ seed: 7, events: 45, since });
    const sizes = [0, 1, 2].map((batch) => (JSON.parse(short.bodyOf(batch)) as { events: unknown[] }).events.length);

    expect([short.batches, ...sizes]).toEqual([3, 20, 20, 5]);
    expect([0, 1, 2].map((batch) => short.sizeOf(batch))).toEqual(sizes);
  });
});
