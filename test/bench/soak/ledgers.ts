import { judgeLedger } from '../../../bench/soak/judge-ledger.js';
import { Ledger } from '../../../bench/soak/ledger.js';
import { repeatKey } from '../../../bench/soak/read-repeats.js';
import { type SlotKind, Traffic } from '../../../bench/soak/traffic.js';

type Line = Record<string, unknown>;

export const traffic = new Traffic({ seed: 7, events: 1_000, since: Date.UTC(2024, 0, 15) });
const slots = Array.from({ length: 1_000 }, (_, slot) => slot);

export const slotsOf = (kind: SlotKind): number[] => slots.filter((slot) => traffic.kindOf(slot) === kind);
export const fingerprintOf = (slot: number): string => `fingerprint-${slot}`;

/** The document of a slot's event, as enrich makes it. */
export function storedLine(slot: number, overrides: Line = {}): Line {
  const isCollision = traffic.kindOf(slot) === 'collision';
  const flags = isCollision ? { mid_collision: true } : {};
  return { ...traffic.eventOf(slot), flags, metadata: { fingerprint: fingerprintOf(slot) }, ...overrides };
}

/** A SHARE_ITEM of a slot's SHARE, of its first transfer or another. */
export function itemLine(slot: number, item = 0): Line {
  const { mid, ets, edata } = traffic.eventOf(slot);
  const metadata = { parent_mid: mid, fingerprint: fingerprintOf(slot) };
  const { size } = (edata as { items: [{ params: readonly Line[] }] }).items[0].params[item] ?? {};
  return { eid: 'SHARE_ITEM', mid: `${mid}-${item}`, ets, edata: { size: Number(size) }, metadata };
}

/** The line of the failed book of an invalid slot. */
export function failedLine(slot: number, overrides: Line = {}): Line {
  const { reason, pointer } = traffic.spoilerOf(slot);
  const entry = traffic.entryAt(slot);
  const isEvent = typeof entry === 'object' && reason !== 'too-deep';
  return { reason, pointer, ...(isEvent ? { event: entry } : { raw: JSON.stringify(entry) }), ...overrides };
}

/** A ledger in which all is as it should be, but for the slots that are left out. */
export function aLedger({ without = [] }: { without?: readonly number[] } = {}): Ledger {
  const ledger = new Ledger(traffic);
  for (const slot of slots) if (!without.includes(slot)) enter(ledger, slot);
  return ledger;
}

function enter(ledger: Ledger, slot: number): void {
  const kind = traffic.kindOf(slot);
  if (kind === 'invalid') ledger.failedLine(JSON.stringify(failedLine(slot)));
  if (kind !== 'original' && kind !== 'collision') return;
  ledger.storedLine(JSON.stringify(storedLine(slot)));
  for (let item = 0; item < traffic.itemsOf(slot); item++) {
    ledger.storedLine(JSON.stringify(itemLine(slot, item)));
  }
}

/** Judges a ledger, given slots whose events a fault may have put in twice. */
export function judge(ledger: Ledger, mayRepeat: readonly number[] = []) {
  const repeats = new Map(mayRepeat.map((slot) => [repeatKey(traffic.midOf(slot), fingerprintOf(slot)), 1]));
  const judgement = judgeLedger(traffic, ledger, repeats);
  return { judgement, kinds: ledger.findings.all.map(({ kind, count }) => `${kind} ${count}`) };
}
