import type { Fault } from './types.js';

/** A fault in a line: `/pointer: expected …, found …`. */
export function faultMessage({ pointer, expected, found }: Omit<Fault, 'reason'> & Partial<Fault>): string {
  return `${pointer === '' ? '' : `${pointer}: `}expected ${expected}, found ${found}`;
}

/** All faults of an event, a line each; the one that decides its reason first. */
export function faultMessages(fault: Fault): readonly string[] {
  return (fault.faults ?? [fault]).map(faultMessage);
}
