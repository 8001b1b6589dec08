import type { Ledger } from './ledger.js';
import { type Repeats, repeatKey } from './read-repeats.js';
import type { SlotKind, Traffic } from './traffic.js';

/** What became of the traffic. What is wrong with it is in the ledger's findings. */
export interface Judgement {
  /** Slots by kind. */
  readonly sent: Readonly<Record<SlotKind, number>>;
  /** Distinct events in `telemetry/`, and distinct invalid ones in `failed/`. */
  readonly stored: number;
  readonly failed: number;
  /** Distinct events in neither. */
  readonly lost: number;
  /** Distinct events with more lines than one. */
  readonly storedTwice: number;
  /** Lines beyond the first of each, and how many of these no fault explains. */
  readonly extraLines: number;
  readonly unexplained: number;
  /** Lines of `failed/` beyond the first of each. */
  readonly extraFailed: number;
  /** Documents that were made out of SHAREs. */
  readonly generated: number;
}

/** Judges every slot once all is there. */
export function judgeLedger(traffic: Traffic, ledger: Ledger, repeats: Repeats): Judgement {
  const { stored, failed, generated, findings } = ledger;
  const sent = { original: 0, duplicate: 0, collision: 0, invalid: 0 };
  const sums = { stored: 0, failed: 0, lost: 0, extraFailed: 0, generated: 0 };
  for (let slot = 0; slot < traffic.settings.events; slot++) {
    const kind = traffic.kindOf(slot);
    sent[kind]++;
    if (kind === 'duplicate') continue;
    const [lines, refusals, items] = [stored[slot] ?? 0, failed[slot] ?? 0, generated[slot] ?? 0];
    sums.generated += items;
    if (lines > 0) sums.stored++;
    if (refusals > 0) {
      sums.failed++;
      sums.extraFailed += refusals - 1;
    }
    if (lines + refusals === 0) {
      sums.lost++;
      findings.add('lost', `${kind} ${traffic.midOf(slot)}`);
    } else if (kind !== 'invalid' && ledger.items[slot] !== (1 << traffic.itemsOf(slot)) - 1) {
      findings.add('without its SHARE_ITEMs', traffic.midOf(slot));
    }
  }
  judgeCollisions(traffic, ledger);
  return { sent, ...sums, ...judgeRepeats(traffic, ledger, repeats) };
}

/** Of the events under one mid the first to be claimed is stored as it is, each other with a flag. */
function judgeCollisions(traffic: Traffic, { stored, flagged, findings }: Ledger): void {
  const members = new Map<number, number[]>();
  for (let slot = 0; slot < traffic.settings.events; slot++) {
    const isCollision = traffic.kindOf(slot) === 'collision';
    const group = isCollision ? traffic.targetOf(slot) : slot;
    if (isCollision) members.set(group, [...(members.get(group) ?? [group]), slot]);
  }
  for (const slot of flagged.keys()) {
    if (flagged[slot] === 1 && !members.has(slot) && traffic.kindOf(slot) !== 'collision') {
      findings.add('taken for another event', traffic.midOf(slot));
    }
  }
  for (const slots of members.values()) {
    const plain = slots.filter((slot) => (stored[slot] ?? 0) > 0 && flagged[slot] === 0);
    if (plain.length !== 1)
      findings.add('collision not told', `${traffic.midOf(slots[0] ?? 0)}: ${plain.length} without a flag`);
  }
}

/** Each line too many must be one that a fault explains; of SHARE_ITEMs one that a fault of their SHARE does. */
function judgeRepeats(traffic: Traffic, { stored, generated, repeated, findings }: Ledger, repeats: Repeats) {
  const sums = { storedTwice: 0, extraLines: 0, unexplained: 0 };
  const open = new Set([...repeats.keys()].map((key) => key.split(' ')[0]));
  for (const [slot, fingerprint] of repeated) {
    const extra = Math.max(0, (stored[slot] ?? 0) - 1);
    const left = extra - (repeats.get(repeatKey(traffic.midOf(slot), fingerprint)) ?? 0);
    if (extra > 0) sums.storedTwice++;
    sums.extraLines += extra;
    if (left > 0) {
      sums.unexplained += left;
      findings.add(
        'stored twice without a fault that explains it',
        `${traffic.midOf(slot)} ${fingerprint}, ${extra} too many`,
      );
    }
    if ((generated[slot] ?? 0) > traffic.itemsOf(slot) && !open.has(fingerprint)) {
      findings.add('SHARE_ITEMs stored twice without a fault that explains it', traffic.midOf(slot));
    }
  }
  return sums;
}
