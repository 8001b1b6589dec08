import type { Fault } from './types.js';

/** A fault in a line: `/pointer: expected …, found …`. */
export function faultMessage({ pointer, expected, found }: Omit<Fault, 'reason'> & Partial<Fault>): string {
  return `${pointer === '' ? '' : `${pointer}: `}expected ${expected}, found ${found}`;
}
