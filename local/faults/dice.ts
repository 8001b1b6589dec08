import { createHash } from 'node:crypto';
import { type FaultKind, type FaultProfile, kindNames } from './kinds.js';

/** Decides by seed. Each kind has a generator of its own, so that one kind's rate doesn't move another's decisions. */
export interface Dice {
  /** Whether a fault of the kind happens this time. */
  falls(kind: FaultKind): boolean;
  /** 0 up to 1, for what a fault of the kind leaves open; drawn apart from `falls`. */
  detail(kind: FaultKind): number;
}

/** @param place who asks: two places never share a generator, since who asks first between them is chance */
export function makeDice({ seed, rates }: Pick<FaultProfile, 'seed' | 'rates'>, place: string): Dice {
  const generators = (purpose: string) =>
    new Map(kindNames.map((kind) => [kind, mulberry32(hash(`${seed} ${place} ${kind} ${purpose}`))]));
  const [decisions, details] = [generators('falls'), generators('detail')];
  const draw = (from: ReadonlyMap<FaultKind, () => number>, kind: FaultKind) => from.get(kind)?.() ?? 1;
  return {
    falls: (kind) => draw(decisions, kind) < rates[kind],
    detail: (kind) => draw(details, kind),
  };
}

/** mulberry32, public domain, by Tommy Ettinger: 32 bits of state, even over 0 up to 1. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function hash(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}
