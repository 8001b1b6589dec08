import type { Ledger } from '../../../bench/soak/ledger.js';
import { aLedger, failedLine, itemLine, judge, slotsOf, storedLine, traffic } from './ledgers.js';

const [original = 0] = slotsOf('original').slice(5);
const [invalid = 0] = slotsOf('invalid');
const [duplicate = 0] = slotsOf('duplicate');
const [collision = 0] = slotsOf('collision');
const share = slotsOf('original').find((slot) => traffic.itemsOf(slot) > 0) ?? 0;
const stored = (ledger: Ledger, line: object) => ledger.storedLine(JSON.stringify(line));
const failed = (ledger: Ledger, line: object) => ledger.failedLine(JSON.stringify(line));

describe('the ledger of a soak', () => {
  it('finds nothing wrong where each event is once where it belongs', () => {
    const { judgement, kinds } = judge(aLedger());

    const distinct = slotsOf('original').length + slotsOf('collision').length;
    expect(kinds).toEqual([]);
    expect(judgement).toMatchObject({ lost: 0, unexplained: 0, stored: distinct, failed: slotsOf('invalid').length });
    expect(judgement.stored + judgement.failed + judgement.sent.duplicate).toBe(traffic.settings.events);
  });

  it.each([
    ['valid', original],
    ['invalid', invalid],
    ['colliding', collision],
  ])('finds a %s event that is nowhere', (_, slot) => {
    const ledger = aLedger({ without: [slot] });

    const { judgement, kinds } = judge(ledger);

    expect(judgement.lost).toBe(1);
    expect(kinds).toContain('lost 1');
    expect(ledger.findings.all[0]?.examples[0]).toContain(traffic.midOf(slot));
  });

  it('finds an event that is stored twice without a fault', () => {
    const ledger = aLedger();
    stored(ledger, storedLine(original));

    const { judgement, kinds } = judge(ledger, [original + 1]);

    expect(judgement).toMatchObject({ storedTwice: 1, extraLines: 1, unexplained: 1 });
    expect(kinds).toEqual(['stored twice without a fault that explains it 1']);
  });

  it('takes a fault for the reason of one line more, and of no second', () => {
    const [once, twice] = [aLedger(), aLedger()];
    for (const ledger of [once, twice, twice]) stored(ledger, storedLine(original));

    expect(judge(once, [original])).toMatchObject({ judgement: { storedTwice: 1, unexplained: 0 }, kinds: [] });
    expect(judge(twice, [original]).judgement).toMatchObject({ storedTwice: 1, extraLines: 2, unexplained: 1 });
  });

  it('finds SHARE_ITEMs that are missing, or there twice without a fault', () => {
    const [few, many, explained] = [aLedger({ without: [share] }), aLedger(), aLedger()];
    // As many lines as items, and of one item none.
    for (const line of [storedLine(share), itemLine(share), itemLine(share)]) stored(few, line);
    for (const ledger of [many, explained]) stored(ledger, itemLine(share));

    expect(judge(few).kinds).toEqual(['without its SHARE_ITEMs 1']);
    expect(judge(many).kinds).toEqual(['SHARE_ITEMs stored twice without a fault that explains it 1']);
    expect(judge(explained, [share]).kinds).toEqual([]);
  });

  it('finds an event that is stored otherwise than sent', () => {
    const ledger = aLedger({ without: [original] });
    stored(ledger, storedLine(original, { edata: {} }));

    expect(judge(ledger).kinds).toEqual(['stored otherwise than sent 1']);
  });

  it.each([
    ['a mid that was never sent', storedLine(original, { mid: 'LOG:1' })],
    ['the content of a duplicate slot', storedLine(duplicate)],
  ])('finds a line with %s', (_, line) => {
    const ledger = aLedger();
    stored(ledger, line);

    expect(judge(ledger).kinds).toEqual(['never sent 1']);
  });

  it('finds an invalid event that is stored, and a valid one that has failed', () => {
    const ledger = aLedger();
    stored(ledger, storedLine(invalid));
    failed(ledger, { reason: 'schema', pointer: '', event: traffic.eventOf(original) });

    expect(judge(ledger).kinds).toEqual(['stored although invalid 1', 'failed although valid 1']);
  });

  it('finds an event that has failed for another reason than it should', () => {
    const ledger = aLedger({ without: [invalid] });
    failed(ledger, failedLine(invalid, { pointer: '/elsewhere' }));

    expect(judge(ledger).kinds).toEqual(['failed for another reason 1']);
  });

  it('finds collisions that are not told, and events that are taken for one', () => {
    const lone = slotsOf('original').find((slot) => slotsOf('collision').every((at) => traffic.targetOf(at) !== slot));
    const ledger = aLedger({ without: [collision, lone ?? 0] });
    stored(ledger, storedLine(collision, { flags: {} }));
    stored(ledger, storedLine(lone ?? 0, { flags: { mid_collision: true } }));
    for (let item = 0; item < traffic.itemsOf(collision); item++) stored(ledger, itemLine(collision, item));

    expect(judge(ledger).kinds.filter((kind) => !kind.startsWith('without'))).toEqual([
      'taken for another event 1',
      'collision not told 1',
    ]);
  });

  it('counts a failed event that is kept again', () => {
    const ledger = aLedger();
    failed(ledger, failedLine(invalid));

    expect(judge(ledger)).toMatchObject({ judgement: { extraFailed: 1, lost: 0 }, kinds: [] });
  });
});
