import { readFileSync } from 'node:fs';
import { faultsFile, type Injected } from './faults.js';
import { type FaultKind, kindNames } from './kinds.js';

/** How many faults of each kind a run has injected so far, as it wrote down. */
export function readInjected(state: string): Record<FaultKind, number> {
  const injected = read(faultsFile(state));
  const sum = (kind: FaultKind) => Object.values(injected?.[kind] ?? {}).reduce((total, count) => total + count, 0);
  return Object.fromEntries(kindNames.map((kind) => [kind, sum(kind)])) as Record<FaultKind, number>;
}

export function totalFaults(state: string): number {
  return Object.values(readInjected(state)).reduce((total, count) => total + count, 0);
}

/** `undefined` where nothing was injected yet. */
function read(file: string): Injected | undefined {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { injected: Injected }).injected;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
