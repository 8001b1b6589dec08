import type { RecordPorts } from '../../lambdas/registry/ports.js';
import { entityOf, type StoredRecord } from '../../lambdas/shared/registry/aws/items.js';

export interface FakeRecords extends RecordPorts {
  readonly effects: string[];
  readonly stored: Map<string, StoredRecord>;
  /** How many of the next writes find that another came between. */
  conflicts: number;
  /** What that other does. */
  meanwhile: () => void;
}

/** The registry's table in memory. */
export function fakeRecords(error?: Error): FakeRecords {
  const stored = new Map<string, StoredRecord>();
  const effects: string[] = [];
  const isBeaten = () => {
    if (fake.conflicts <= 0) return false;
    fake.conflicts--;
    fake.meanwhile();
    return true;
  };
  const fake: FakeRecords = {
    stored,
    effects,
    conflicts: 0,
    meanwhile: () => undefined,
    async find(keys) {
      if (error) throw error;
      return new Map(
        keys.map(entityOf).flatMap((entity) => {
          const found = stored.get(entity);
          return found ? [[entity, found] as const] : [];
        }),
      );
    },
    async replace(changes) {
      return changes.map(({ next, before, registrations: { kept, added, gone } }) => {
        if (isBeaten()) return false;
        const registered = [
          ...kept.map((id) => `=${id}`),
          ...added.map((id) => `+${id}`),
          ...gone.map((id) => `-${id}`),
        ];
        effects.push(`replace ${[before?.revision ?? 'nothing', 'by', next.revision, ...registered].join(' ')}`);
        stored.set(entityOf(next), next);
        return true;
      });
    },
    async remove(before, registrations) {
      if (isBeaten()) return false;
      effects.push(`remove ${before.revision} -[${registrations}]`);
      stored.delete(entityOf(before));
      return true;
    },
    async erase(tombstone, before, registrations) {
      if (isBeaten()) return false;
      effects.push(`erase ${before?.revision ?? 'nothing'} by ${tombstone.revision} -[${registrations}]`);
      stored.set(entityOf(tombstone), tombstone);
      return true;
    },
    async unregister(userId, botIds, revision) {
      effects.push(`unregister ${userId} -[${botIds}] up to ${revision}`);
    },
  };
  return fake;
}
