import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Around } from '../calls/json-service.js';
import { faultsAround } from './call-faults.js';
import { makeDice } from './dice.js';
import { Forwards } from './forwards.js';
import { type EndsAt, type FaultKind, type FaultPorts, type FaultProfile, kindNames, noFaults } from './kinds.js';
import { WorkerNames } from './worker-names.js';

/** What was injected: kind → where → how often. */
export type Injected = Readonly<Record<FaultKind, Readonly<Record<string, number>>>>;

/** Where a run with faults writes down what it has injected, and what may be stored twice because of it. */
export const faultsFile = (state: string): string => join(state, 'faults.json');
export const repeatsFile = (state: string): string => join(state, 'faults', 'may-repeat.jsonl');

/** Time between two writes of what was injected, so that others can follow it. */
const saveMs = 1_000;

/** What a run with faults injects, and counts: the hooks that stores, functions and event sources take. */
export class Faults implements FaultPorts {
  private readonly counts = Object.fromEntries(kindNames.map((kind) => [kind, {}])) as Record<
    FaultKind,
    Record<string, number>
  >;
  private readonly workers = new WorkerNames();
  readonly enlist = this.workers.enlist;
  private readonly forwards: Forwards;
  private savedAt = 0;

  readonly endsAt: FaultPorts['endsAt'];

  /**
   * @param state folder of all state: `repeatsFile` in it gets a line for each fault after which events may come twice
   * @param script ends workers besides those that the profile's rate ends
   */
  constructor(
    private readonly state: string,
    private readonly profile: FaultProfile = noFaults,
    script?: EndsAt,
  ) {
    const file = repeatsFile(state);
    mkdirSync(dirname(file), { recursive: true });
    this.forwards = new Forwards((mayRepeat) => appendFileSync(file, `${JSON.stringify(mayRepeat)}\n`));
    this.endsAt = script && ((worker, at) => script(this.workers.functionOf(worker) ?? '', at));
  }

  /** Of a store that runs in this thread. */
  around(service: string): Around {
    const faulted = faultsAround(service, this.profile, this);
    return service === 'kinesis' ? this.forwards.around(faulted) : faulted;
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
    if (Date.now() - this.savedAt >= saveMs) this.save();
  };

  readonly endWorker = (name: string, at: string): void => {
    this.workers.end(name);
    this.forwards.died(name, at);
  };

  /** Writes down what was injected. @returns a line a kind */
  report(): string[] {
    this.save();
    return kindNames.map((kind) => reportLine(kind, this.counts[kind]));
  }

  private save(): void {
    this.savedAt = Date.now();
    const { seed } = this.profile;
    const file = faultsFile(this.state);
    writeFileSync(`${file}.new`, `${JSON.stringify({ seed, injected: this.counts }, null, 2)}\n`);
    renameSync(`${file}.new`, file);
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
