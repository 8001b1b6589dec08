import { cutLedger } from '../../../../cli/commands/books/cut-ledger.js';
import { booksAsJson, printBooks } from '../../../../cli/commands/books/print-books.js';
import type { Counts, Ledger } from '../../../../lib/books/counts.js';
import { reconcile } from '../../../../lib/books/reconcile.js';

const hour = (at: number) => Date.UTC(2026, 10, 21, at);
const counts = (received: number, overrides: Counts = {}): Counts => ({
  'ingest.received': received,
  'ingest.forwarded': received,
  'dedup.received': received,
  'dedup.forwarded': received - 10,
  'dedup.duplicate': 10,
  'enrich.received': received - 10,
  'enrich.forwarded': received - 10,
  'lake.telemetry': received - 10,
  'lake.stored': received - 10,
  ...overrides,
});
const exact = { tolerance: 0, unknown: [] };
const ledgerOf = (hours: ReadonlyMap<number, Counts>, source: Pick<Ledger, 'tolerance' | 'unknown'> = exact) =>
  cutLedger(hours, { since: hour(5), until: hour(9) }, source);
const print = (ledger: Ledger, unreadable: readonly string[] = []) => printBooks(ledger, reconcile(ledger), unreadable);

describe('npm run books', () => {
  it('prints a row an hour with traffic, the totals, the equation and a line a hop', () => {
    const ledger = ledgerOf(
      new Map([
        [hour(7), counts(1_000)],
        [hour(5), counts(20)],
      ]),
    );

    const lines = print(ledger).split('\n');

    expect(lines[0]).toBe('2026-11-21 05:00 to 2026-11-21 09:00 UTC');
    expect(lines.slice(3, 7).map((line) => line.trim().split(/ {2,}/))).toEqual([
      [
        'hour (UTC)',
        'received',
        'forwarded',
        'failed',
        'received',
        'forwarded',
        'duplicate',
        'failed',
        'received',
        'forwarded',
        'failed',
        'generated',
        'telemetry/',
        'failed/',
      ],
      ['2026-11-21 05:00', '20', '20', '0', '20', '10', '10', '0', '10', '10', '0', '0', '10', '0'],
      ['2026-11-21 07:00', '1000', '1000', '0', '1000', '990', '10', '0', '990', '990', '0', '0', '990', '0'],
      ['total', '1020', '1020', '0', '1020', '1000', '20', '0', '1000', '1000', '0', '0', '1000', '0'],
    ]);
    expect(new Set(lines.slice(4, 7).map((line) => line.length)).size).toBe(1);
    expect(lines).toContain('1020 = 1000 + 20 + 0');
    expect(lines).toContain('dedup → enrich       balanced');
  });

  it('says how a hop differs, by how much and since when', () => {
    const lost = counts(1_000, {
      'enrich.received': 980,
      'enrich.forwarded': 980,
      'lake.telemetry': 980,
      'lake.stored': 980,
    });

    const text = print(ledgerOf(new Map([[hour(5), lost]])));

    expect(text).toContain('1000 ≠ 980 + 10 + 0');
    expect(text).toMatch(
      /^dedup → enrich +DIFFERS by 10 since 2026-11-21 05:00: enrich\.received is less than dedup\.forwarded$/m,
    );
  });

  it('counts what is replayed as received, and names it', () => {
    const replayed = { 'replay.received': 5, 'replay.forwarded': 5, 'dedup.received': 105, 'dedup.duplicate': 15 };

    const text = print(ledgerOf(new Map([[hour(5), counts(100, replayed)]])));

    expect(text).toContain('105 = 90 + 15 + 0\nreplayed 5, in received');
  });

  it('takes the stages’ word for what is stored and failed where the lake isn’t counted', () => {
    const seen = { 'ingest.received': 5, 'ingest.forwarded': 4, 'ingest.failed': 1, 'dedup.received': 4 };
    const rest = { 'dedup.forwarded': 4, 'enrich.received': 4, 'enrich.forwarded': 4 };

    const text = print(ledgerOf(new Map([[hour(5), { ...seen, ...rest }]]), { tolerance: 0.001, unknown: ['lake'] }));

    expect(text).toContain('5 = 4 + 0 + 1');
    expect(text).toMatch(/^enrich → telemetry\/ +not compared: no count of lake here, see docs\/books\.md$/m);
    expect(text).not.toMatch(/ lake\n/);
  });

  it('says that nothing was counted', () => {
    expect(print(ledgerOf(new Map()))).toBe('2026-11-21 05:00 to 2026-11-21 09:00 UTC: no event was counted.');
  });

  it('names what could not be read, the first of it, whether anything was counted or not', () => {
    const files = Array.from({ length: 12 }, (_, index) => `file ${index}`);

    const [one, many] = [print(ledgerOf(new Map()), ['a: broken']), print(ledgerOf(new Map()), files)];

    expect(one).toMatch(/no event was counted\.\n\nunreadable 1, in no count above\n {2}a: broken$/);
    expect(many).toMatch(/unreadable 12, .*\n {2}file 0\n(.*\n){8} {2}file 9\n {2}and 2 more$/);
  });

  it('says the same in JSON', () => {
    const ledger = ledgerOf(new Map([[hour(5), counts(20, { 'enrich.received': 11 })]]));

    const said = JSON.parse(booksAsJson(ledger, reconcile(ledger), ['a, line 7: broken']));

    expect(said).toMatchObject({
      since: '2026-11-21T05:00:00.000Z',
      hours: [{ hour: '2026-11-21T05:00:00.000Z', 'ingest.received': 20 }],
      total: { 'enrich.received': 11 },
      unreadable: ['a, line 7: broken'],
    });
    expect(said.hops).toContainEqual({
      name: 'dedup → enrich',
      from: ['dedup.forwarded'],
      to: ['enrich.received'],
      kind: 'differs',
      events: -1,
      since: '2026-11-21T05:00:00.000Z',
    });
  });
});

describe('the hours of a range', () => {
  const all = new Map([
    [hour(4), { 'ingest.received': 4 }],
    [hour(5), { 'ingest.received': 5 }],
    [hour(9), { 'ingest.received': 9 }],
  ] as const);

  it('are those between its ends, with the one before apart', () => {
    const { hours, before } = cutLedger(all, { since: hour(5), until: hour(9) }, exact);

    expect([[...hours.keys()], before]).toEqual([[hour(5)], { 'ingest.received': 4 }]);
  });

  it('are all, with none before, where no begin is given', () => {
    const { hours, before, since } = cutLedger(all, { since: undefined, until: hour(10) }, exact);

    expect([[...hours.keys()], before, since]).toEqual([[hour(4), hour(5), hour(9)], {}, hour(4)]);
  });
});
