import fc from 'fast-check';
import type { Account, Counts, Ledger } from '../../../lib/books/counts.js';
import { hourMs, sumOf } from '../../../lib/books/counts.js';
import { hops } from '../../../lib/books/hops.js';
import { isOff, reconcile, type Verdict } from '../../../lib/books/reconcile.js';

const begin = Date.UTC(2026, 10, 21);
const quietHours = 3;

type Writable = Record<Account, number>;

/** Hours of traffic, then quiet ones. */
function aLedger(hours: readonly Counts[], overrides: Partial<Ledger> = {}): Ledger {
  return {
    hours: new Map(hours.map((counts, index) => [begin + index * hourMs, counts])),
    since: begin,
    until: begin + (hours.length + quietHours) * hourMs,
    before: {},
    tolerance: 0,
    unknown: [],
    ...overrides,
  };
}

const verdictsOf = (ledger: Ledger): Record<string, Verdict> =>
  Object.fromEntries(reconcile(ledger).map(({ hop, verdict }) => [hop.name, verdict]));

/** Hops that differ, by name. */
const offHops = (ledger: Ledger) =>
  reconcile(ledger)
    .filter(({ verdict }) => verdict.kind === 'differs')
    .map(({ hop }) => hop.name);

interface Hour {
  readonly received: number;
  readonly invalid: number;
  readonly replayed: number;
  readonly repeated: number;
  readonly malformed: number;
  readonly generated: number;
  /** Of a thousand that each hop takes over in this hour, how many are still under way when it ends. */
  readonly late: number;
}

const anHour: fc.Arbitrary<Hour> = fc.record({
  received: fc.integer({ min: 0, max: 5_000 }),
  invalid: fc.integer({ min: 0, max: 100 }),
  replayed: fc.integer({ min: 0, max: 50 }),
  repeated: fc.integer({ min: 0, max: 300 }),
  malformed: fc.integer({ min: 0, max: 20 }),
  generated: fc.integer({ min: 0, max: 50 }),
  late: fc.integer({ min: 0, max: 1_000 }),
});

/** What the stages count of such traffic. A queue between two stages holds back what is late until the next hour. */
function countTraffic(traffic: readonly Hour[]): Writable[] {
  const waiting = { dedup: 0, enrich: 0, telemetry: 0, failed: 0, search: 0 };
  const pass = (queue: keyof typeof waiting, sent: number, late: number): number => {
    const held = Math.floor((sent * late) / 1_000);
    const arrived = waiting[queue] + sent - held;
    waiting[queue] = held;
    return arrived;
  };
  const calm: Hour = { received: 0, invalid: 0, replayed: 0, repeated: 0, malformed: 0, generated: 0, late: 0 };
  // Each sixth hour nothing is late, as happens when traffic is no machine's that sends at the end of every hour.
  const hours = traffic.map((hour, index) => (index % 6 === 5 ? { ...hour, late: 0 } : hour));
  return [...hours, calm].map((hour) => {
    const invalid = Math.min(hour.invalid, hour.received);
    const valid = hour.received - invalid;
    const toDedup = pass('dedup', valid + hour.replayed, hour.late);
    const repeated = Math.min(hour.repeated, toDedup);
    const toEnrich = pass('enrich', toDedup - repeated, hour.late);
    const malformed = Math.min(hour.malformed, toEnrich);
    const stored = toEnrich - malformed;
    return {
      'ingest.received': hour.received,
      'ingest.forwarded': valid,
      'ingest.failed': invalid,
      'replay.received': hour.replayed,
      'replay.forwarded': hour.replayed,
      'dedup.received': toDedup,
      'dedup.forwarded': toDedup - repeated,
      'dedup.duplicate': repeated,
      'dedup.failed': 0,
      'enrich.received': toEnrich,
      'enrich.forwarded': stored,
      'enrich.failed': malformed,
      'enrich.generated': hour.generated,
      'lake.telemetry': pass('telemetry', stored + hour.generated, hour.late),
      'lake.failed': pass('failed', invalid + malformed, hour.late),
      'search.indexed': pass('search', stored + hour.generated, hour.late),
      'search.failed': 0,
    };
  });
}

const anHourOf = (received: number): Hour => ({
  received,
  invalid: 7,
  replayed: 0,
  repeated: 5,
  malformed: 3,
  generated: 2,
  late: 0,
});

const withoutLake = (counts: Writable): Writable =>
  Object.fromEntries(Object.entries(counts).filter(([account]) => !account.startsWith('lake.'))) as Writable;

const someTraffic = fc.array(anHour, { minLength: 1, maxLength: 30 }).map(countTraffic);

describe('a hop to a stage that not every stack has', () => {
  const only = (counts: Counts) => reconcile(aLedger([counts])).map(({ hop, verdict }) => [hop.name, verdict.kind]);

  it('is left out where that stage counts nothing', () => {
    expect(only({ 'enrich.forwarded': 5 }).map(([name]) => name)).not.toContain('enrich → search');
  });

  it('is compared where it does, what was not indexed included', () => {
    const counts = { 'enrich.forwarded': 5, 'search.indexed': 4, 'search.failed': 1 };

    expect(only(counts)).toContainEqual(['enrich → search', 'balanced']);
  });
});

describe('the books', () => {
  it('never differ for what is only under way, wherever they are cut', () => {
    fc.assert(
      fc.property(someTraffic, fc.nat(), fc.nat(), (hours, from, length) => {
        const first = from % hours.length;
        const shown = hours.slice(first, first + 1 + (length % (hours.length - first)));
        const before = hours[first - 1] ?? {};

        const verdicts = reconcile(aLedger(shown, { before, until: begin + shown.length * hourMs }));

        expect(verdicts.filter(({ verdict }) => verdict.kind === 'differs')).toEqual([]);
      }),
    );
  });

  it('balance once the traffic has come through', () => {
    fc.assert(
      fc.property(someTraffic, (hours) => {
        const kinds = new Set(reconcile(aLedger(hours)).map(({ verdict }) => verdict.kind));

        expect([...kinds].filter((kind) => kind !== 'balanced')).toEqual([]);
      }),
    );
  });

  it.each(hops)('name $name, and it alone, where one event is missing behind it or there twice', ({ name, to }) => {
    const [account] = to as [Account];
    const alone = hops.filter((hop) => [...hop.from, ...hop.to].includes(account)).map((hop) => hop.name);
    fc.assert(
      fc.property(someTraffic, fc.nat(), fc.constantFrom(-1, 1), (hours, index, by) => {
        const at = index % hours.length;
        const counts = hours[at] as Writable;
        fc.pre((counts[account] ?? 0) > 0);

        const wrong = hours.with(at, { ...counts, [account]: (counts[account] ?? 0) + by });

        expect(offHops(aLedger(wrong))).toEqual(alone);
        expect(verdictsOf(aLedger(wrong))[name]).toMatchObject({ events: -by });
      }),
    );
  });

  const lost = { 'dedup.forwarded': 100, 'enrich.received': 93, 'enrich.forwarded': 93, 'lake.telemetry': 93 };
  const whole = { 'dedup.forwarded': 100, 'enrich.received': 100, 'enrich.forwarded': 100, 'lake.telemetry': 100 };

  it('say since which hour a hop differs', () => {
    const verdicts = verdictsOf(aLedger([whole, whole, lost, whole]));

    expect(verdicts['dedup → enrich']).toEqual({ kind: 'differs', events: 7, since: begin + 2 * hourMs });
  });

  it('take what is missing of the newest hours for under way, and say how much it is', () => {
    const ledger = aLedger([whole, lost], { until: begin + 1.5 * hourMs });

    expect(verdictsOf(ledger)['dedup → enrich']).toEqual({ kind: 'under way', events: 7 });
  });

  it('find what is lost while traffic goes on, once it has been missing for six hours', () => {
    const go = Array<Counts>(6).fill(whole);
    const judge = (hours: Counts[]) => verdictsOf(aLedger(hours, { until: begin + hours.length * hourMs }));

    expect(judge([lost, ...go])['dedup → enrich']).toMatchObject({ kind: 'differs', since: begin });
    expect(judge([lost, ...go.slice(1)])['dedup → enrich']).toMatchObject({ kind: 'under way' });
  });

  it('give way to what was under way when they begin, no further', () => {
    const ahead = { 'dedup.forwarded': 100, 'enrich.received': 105 };
    const sent = (count: number) => aLedger([ahead], { before: { 'dedup.forwarded': count } });

    expect(verdictsOf(sent(5))['dedup → enrich']).toEqual({ kind: 'under way', events: -5 });
    expect(verdictsOf(sent(4))['dedup → enrich']).toMatchObject({ kind: 'differs', events: -1 });
  });

  it('let metrics differ by their tolerance, and not by more', () => {
    const twice = (count: number) => ({ 'dedup.forwarded': 1_000, 'enrich.received': 1_000 + count });
    const judge = (count: number) => verdictsOf(aLedger([twice(count)], { tolerance: 0.001 }))['dedup → enrich'];

    expect([judge(1)?.kind, judge(2)?.kind]).toEqual(['balanced', 'differs']);
  });

  it('do not compare with a lake that nothing is known of', () => {
    const ledger = aLedger(countTraffic([anHourOf(100)]).map(withoutLake), { unknown: ['lake'] });

    expect(verdictsOf(ledger)['enrich → telemetry/']).toEqual({ kind: 'not compared', unknown: ['lake'] });
    expect(isOff(reconcile(ledger))).toBe(false);
  });

  it('leave out a hop that nothing ever took', () => {
    const names = Object.keys(verdictsOf(aLedger([{ 'ingest.received': 1, 'ingest.forwarded': 1 }])));

    expect(names).not.toContain('replay');
  });

  it('count what is replayed among what dedup was sent', () => {
    const [hop] = hops.filter(({ name }) => name === 'ingest → dedup');

    expect(sumOf({ 'ingest.forwarded': 3, 'replay.forwarded': 2 }, hop?.from ?? [])).toBe(5);
  });
});
