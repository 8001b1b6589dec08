import { fractionAt, randomAt } from './random.js';
import { eidAt, itemsOfShare, makeEvent, midAt } from './shapes.js';
import { type Spoiler, spoilers } from './spoil.js';

/** What stands in a slot: an event of its own, an earlier one again, another event under a taken mid, or no valid one. */
export type SlotKind = 'original' | 'duplicate' | 'collision' | 'invalid';

export interface TrafficSettings {
  readonly seed: number;
  /** Slots: events sent, the duplicates and the invalid ones among them. */
  readonly events: number;
  /** When the first event happened, epoch milliseconds; each other is a millisecond later. */
  readonly since: number;
}

/** Shares of the slots; the rest are originals. */
const shares: readonly (readonly [SlotKind, number])[] = [
  ['duplicate', 0.1],
  ['invalid', 0.02],
  ['collision', 0.005],
];
/** Half of the duplicates and collisions repeat something that is at most so far away, the others anything before. */
const nearSlots = 200;
/** As SDKs send. */
export const perBatch = 20;
const purposes = { kind: 0, isNear: 1, distance: 2, spoiler: 3 } as const;

/** What is sent, slot by slot: each is decided on by seed and slot alone, so that nobody has to keep a list. */
export class Traffic {
  constructor(readonly settings: TrafficSettings) {}

  get batches(): number {
    return Math.ceil(this.settings.events / perBatch);
  }

  kindOf(slot: number): SlotKind {
    // There is something before each duplicate.
    if (slot === 0) return 'original';
    let left = fractionAt(this.settings.seed, slot, purposes.kind);
    for (const [kind, share] of shares) {
      if (left < share) return kind;
      left -= share;
    }
    return 'original';
  }

  /** The slot whose event, or whose mid, a duplicate or a collision has. */
  targetOf(slot: number): number {
    const { seed } = this.settings;
    const reach = fractionAt(seed, slot, purposes.isNear) < 0.5 ? Math.min(nearSlots, slot) : slot;
    const canRepeat: readonly SlotKind[] = this.kindOf(slot) === 'duplicate' ? ['original', 'collision'] : ['original'];
    let target = slot - 1 - Math.floor(fractionAt(seed, slot, purposes.distance) * reach);
    while (!canRepeat.includes(this.kindOf(target))) target--;
    return target;
  }

  midOf(slot: number): string {
    return this.midAt(this.kindOf(slot) === 'collision' ? this.targetOf(slot) : slot);
  }

  /** Slots with an event of their own. */
  countDistinct(): number {
    let count = 0;
    for (let slot = 0; slot < this.settings.events; slot++) if (this.kindOf(slot) !== 'duplicate') count++;
    return count;
  }

  /** What is sent for a slot. */
  entryAt(slot: number): unknown {
    const kind = this.kindOf(slot);
    if (kind === 'duplicate') return this.eventOf(this.targetOf(slot));
    return kind === 'invalid' ? this.spoilerOf(slot).spoil(this.eventOf(slot)) : this.eventOf(slot);
  }

  /** The event of a slot, before anything is done to it. */
  eventOf(slot: number): Record<string, unknown> {
    const { seed, since } = this.settings;
    return makeEvent({ seed, slot }, this.midOf(slot), since + slot);
  }

  /** How an invalid slot is. */
  spoilerOf(slot: number): Spoiler {
    return spoilers[randomAt(this.settings.seed, slot, purposes.spoiler) % spoilers.length] as Spoiler;
  }

  /** Documents that enrich makes out of a slot's event. */
  itemsOf(slot: number): number {
    return eidAt({ seed: this.settings.seed, slot }) === 'SHARE' ? itemsOfShare : 0;
  }

  /** The slot of a stored event, or of one made out of it; `undefined` for what was never sent. */
  slotOf(mid: unknown, ets: unknown): number | undefined {
    const slot = Number(ets) - this.settings.since;
    return this.isSlot(slot) && this.midOf(slot) === mid ? slot : undefined;
  }

  /** The slot whose own mid stands in a text; `undefined` where none does. */
  slotInText(text: string): number | undefined {
    const digits = /[A-Z]:[0-9a-f]{24}([0-9a-f]{8})/.exec(text)?.[1];
    const slot = Number.parseInt(digits ?? '', 16);
    return this.isSlot(slot) && text.includes(this.midAt(slot)) ? slot : undefined;
  }

  /** Slots of a batch. */
  sizeOf(batch: number): number {
    return Math.min(perBatch, this.settings.events - batch * perBatch);
  }

  /** Body of a batch. */
  bodyOf(batch: number): string {
    const { seed, since } = this.settings;
    const first = batch * perBatch;
    const slots = Array.from({ length: this.sizeOf(batch) }, (_, index) => first + index);
    return JSON.stringify({
      id: 'api.sunbird.telemetry',
      ver: '3.0',
      ets: since + first,
      params: { msgid: `soak-${seed}-${batch}` },
      events: slots.map((slot) => this.entryAt(slot)),
    });
  }

  private midAt(slot: number): string {
    return midAt({ seed: this.settings.seed, slot });
  }

  private isSlot(slot: number): boolean {
    return Number.isInteger(slot) && slot >= 0 && slot < this.settings.events;
  }
}
