import { writeFileSync } from 'node:fs';
import type { Around } from '../stores/json-service.js';
import { faultsAround } from './call-faults.js';
import { makeDice } from './dice.js';
import { type FaultKind, type FaultPorts, type FaultProfile, kindNames } from './kinds.js';
import { WorkerNames } from './worker-names.js';

/** What was injected: kind → where → how often. */
export type Injected = Readonly<Record<FaultKind, Readonly<Record<string, number>>>>;

/** What a run with faults injects, and counts: the hooks that stores, functions and event sources take. */
export class Faults implements FaultPorts {
  private readonly counts = Object.fromEntries(kindNames.map((kind) => [kind, {}])) as Record<
    FaultKind,
    Record<string, number>
  >;
  private readonly workers = new WorkerNames();
  readonly enlist = this.workers.enlist;

  constructor(private readonly profile: FaultProfile) {}

  /** Of a store that runs in this thread. */
  around(service: string): Around {
    return faultsAround(service, this.profile, this);
  }

  /** @returns what tells an event source whether a batch comes again that was done with */
  comesAgain(source: string): () => boolean {
    const dice = makeDice(this.profile, source);
    return () => {
      const again = dice.falls('duplicateDelivery');
      if (again) this.injected('duplicateDelivery', source);
      return again;
    };
  }

  readonly injected = (kind: FaultKind, at: string): void => {
    this.counts[kind][at] = (this.counts[kind][at] ?? 0) + 1;
  };

  readonly endWorker = (name: string): void => this.workers.end(name);

  /** Writes down what was injected. @returns a line a kind */
  report(file: string): string[] {
    const { seed } = this.profile;
    writeFileSync(file, `${JSON.stringify({ seed, injected: this.counts }, null, 2)}\n`);
    return kindNames.map((kind) => reportLine(kind, this.counts[kind]));
  }
}

/** Seed and rates in a line, to repeat a run by. */
export function profileLine({ seed, rates, slowMs }: FaultProfile): string {
  const given = kindNames.filter((kind) => rates[kind] > 0).map((kind) => `${kind} ${rates[kind]}`);
  return `faults: seed ${seed}, ${given.join(', ') || 'none'}${rates.slow > 0 ? ` (${slowMs} ms)` : ''}`;
}

function reportLine(kind: FaultKind, places: Readonly<Record<string, number>>): string {
  const total = Object.values(places).reduce((sum, count) => sum + count, 0);
  const where = Object.entries(places).map(([place, count]) => `${place} ${count}`);
  return `faults: ${kind} ${total}${where.length > 0 ? ` (${where.sort().join(', ')})` : ''}`;
}
