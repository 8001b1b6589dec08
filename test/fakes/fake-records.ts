import type { RecordPorts } from '../../lambdas/registry/serve-request.js';
import { entityOf, type StoredRecord } from '../../lambdas/shared/registry/items.js';

export interface FakeRecords extends RecordPorts {
  readonly effects: string[];
  readonly stored: Map<string, StoredRecord>;
  /** How many of the next writes find that another came between. */
  conflicts: number;
}

/** The registry's table in memory. */
export function fakeRecords(error?: Error): FakeRecords {
  const stored = new Map<string, StoredRecord>();
  const effects: string[] = [];
  const fake: FakeRecords = {
    stored,
    effects,
    conflicts: 0,
    async find(key) {
      if (error) throw error;
      return stored.get(entityOf(key));
    },
    async replace(next, before, { registrations, gone }) {
      if (fake.conflicts-- > 0) return false;
      effects.push(`replace ${before?.revision ?? 'nothing'} by ${next.revision} +[${registrations}] -[${gone}]`);
      stored.set(entityOf(next), next);
      return true;
    },
    async remove(before, registrations) {
      if (fake.conflicts-- > 0) return false;
      effects.push(`remove ${before.revision} -[${registrations}]`);
      stored.delete(entityOf(before));
      return true;
    },
  };
  return fake;
}
