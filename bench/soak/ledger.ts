import { Findings } from './findings.js';
import type { Traffic } from './traffic.js';

type Json = Record<string, unknown>;

/** What of an event must reach the lake as it was sent. */
const unchanged = ['eid', 'ets', 'ver', 'mid', 'actor', 'context', 'object', 'tags', 'edata'];

/** Counts the lines of the lake, a byte each a slot; but for what came twice, nothing grows with the traffic. */
export class Ledger {
  /** Lines of `telemetry/` with a slot's event. */
  readonly stored: Uint8Array;
  /** Lines of `telemetry/` that enrich made out of it. */
  readonly generated: Uint8Array;
  /** Which of its items these were: a bit each, by their order. */
  readonly items: Uint8Array;
  /** Lines of `failed/`. */
  readonly failed: Uint8Array;
  /** 1 where the stored event is told to be a collision. */
  readonly flagged: Uint8Array;
  /** Slots with more lines of `telemetry/` than there should be, and the fingerprint of their events. */
  readonly repeated = new Map<number, string>();
  readonly findings = new Findings();
  /** Slots that are in the lake, in one place or the other. */
  found = 0;

  constructor(private readonly traffic: Traffic) {
    const { events } = traffic.settings;
    this.stored = new Uint8Array(events);
    this.generated = new Uint8Array(events);
    this.items = new Uint8Array(events);
    this.failed = new Uint8Array(events);
    this.flagged = new Uint8Array(events);
  }

  /** A line of `telemetry/`. */
  readonly storedLine = (text: string): void => {
    const line = JSON.parse(text) as Json;
    const { parent_mid, fingerprint } = line.metadata as Json;
    const isItem = line.eid === 'SHARE_ITEM';
    const slot = this.traffic.slotOf(isItem ? parent_mid : line.mid, line.ets);
    const kind = slot === undefined ? 'duplicate' : this.traffic.kindOf(slot);
    if (slot === undefined || kind === 'duplicate') this.findings.add('never sent', text);
    else if (kind === 'invalid') this.findings.add('stored although invalid', text);
    else {
      const [counts, expected] = isItem ? [this.generated, this.traffic.itemsOf(slot)] : [this.stored, 1];
      if (addOne(counts, slot) > expected) this.repeated.set(slot, String(fingerprint));
      if (isItem) this.item(slot, line);
      else this.event(slot, line);
    }
  };

  /** A line of `failed/`. */
  readonly failedLine = (text: string): void => {
    const { reason, pointer, event, raw } = JSON.parse(text) as Json;
    const slot = this.traffic.slotInText(String(event === undefined ? raw : (event as Json).mid));
    if (slot === undefined) this.findings.add('never sent', text);
    else if (this.traffic.kindOf(slot) !== 'invalid') this.findings.add('failed although valid', text);
    else {
      const expected = this.traffic.spoilerOf(slot);
      const isRight = reason === expected.reason && pointer === expected.pointer;
      if (!isRight) this.findings.add('failed for another reason', text);
      if (addOne(this.failed, slot) === 1) this.found++;
    }
  };

  /** A SHARE's one item has several transfers, which its SHARE_ITEMs tell apart by their size. */
  private item(slot: number, { edata }: Json): void {
    const { items } = this.traffic.eventOf(slot).edata as { items: readonly [{ params: readonly Json[] }] };
    const index = items[0].params.findIndex(({ size }) => Number(size) === Number((edata as Json).size));
    if (index < 0) this.findings.add('a SHARE_ITEM of no transfer', this.traffic.midOf(slot));
    else this.items[slot] = (this.items[slot] ?? 0) | (1 << index);
  }

  private event(slot: number, line: Json): void {
    if (this.stored[slot] === 1) this.found++;
    if ((line.flags as Json).mid_collision === true) this.flagged[slot] = 1;
    const sent = this.traffic.eventOf(slot);
    const other = unchanged.find((key) => JSON.stringify(sent[key]) !== JSON.stringify(line[key]));
    if (other !== undefined) this.findings.add('stored otherwise than sent', `/${other} of ${line.mid}`);
  }
}

/** Adds one, as far as a byte counts. @returns the count */
function addOne(counts: Uint8Array, slot: number): number {
  const now = Math.min(255, (counts[slot] ?? 0) + 1);
  counts[slot] = now;
  return now;
}
