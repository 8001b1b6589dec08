import { setTimeout as delay } from 'node:timers/promises';
import { faultsAround } from '../../local/faults/call-faults.js';
import { type FaultKind, type FaultPorts, type FaultProfile, kindNames } from '../../local/faults/kinds.js';

/** A profile with some rates; the others are 0. */
export function profile(rates: Partial<Record<FaultKind, number>>): FaultProfile {
  const all = Object.fromEntries(kindNames.map((kind) => [kind, rates[kind] ?? 0])) as FaultProfile['rates'];
  return { seed: 7, rates: all, slowMs: 300 };
}

/** The faults of a service, with what was told of them. */
export function someFaults(
  service: string,
  rates: Partial<Record<FaultKind, number>>,
  wait: (ms: number) => Promise<unknown> = delay,
  endsAt?: FaultPorts['endsAt'],
) {
  const injected: string[] = [];
  const ended: string[] = [];
  const ports = {
    injected: (kind: FaultKind, at: string) => void injected.push(`${kind} ${at}`),
    endWorker: (name: string) => void ended.push(name),
    endsAt,
  };
  return { injected, ended, around: faultsAround(service, profile(rates), ports, wait) };
}
