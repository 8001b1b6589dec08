/** A whole number below 2^32 that a seed, a slot and a purpose decide on, and nothing else: no list has to be kept. */
export function randomAt(seed: number, slot: number, purpose: number): number {
  let mixed =
    Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(slot + 1, 0xc2b2ae35) ^ Math.imul(purpose + 1, 0x27d4eb2f);
  // The finalizer of MurmurHash3, public domain, by Austin Appleby, twice: one round leaves neighbours alike.
  for (let round = 0; round < 2; round++) {
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    mixed ^= mixed >>> 16;
  }
  return mixed >>> 0;
}

/** The same, from 0 up to 1. */
export function fractionAt(seed: number, slot: number, purpose: number): number {
  return randomAt(seed, slot, purpose) / 2 ** 32;
}

/** Eight hexadecimal digits. */
export function hex8(value: number): string {
  return value.toString(16).padStart(8, '0');
}
