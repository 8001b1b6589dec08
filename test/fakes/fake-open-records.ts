import { entityOf } from '../../lambdas/shared/registry/aws/items.js';
import type { OpenFields } from '../../lambdas/shared/registry/cached-lookup.js';
import type { OpenRecord, OpenRecordPorts } from '../../lambdas/shared/registry/change-open.js';

export interface FakeOpenRecords extends OpenRecordPorts {
  readonly effects: string[];
  readonly stored: Map<string, OpenRecord>;
  /** Happens before each write, such as another's. */
  beforeWrite(): void;
}

interface Given {
  /** What lies open, by entity. */
  readonly open?: Readonly<Record<string, OpenFields>>;
  /** Entities that were erased. */
  readonly erased?: readonly string[];
  readonly now?: number;
  readonly error?: Error;
}

export const anOpenRecord = (open: OpenFields, overrides: Partial<OpenRecord> = {}): OpenRecord => ({
  revision: 1,
  open,
  saidAt: {},
  isErased: false,
  ...overrides,
});

/** The registry's table in memory, as who has no key sees it. */
export function fakeOpenRecords({
  open = {},
  erased = [],
  now = 1_705_300_200_000,
  error,
}: Given = {}): FakeOpenRecords {
  const stored = new Map(Object.entries(open).map(([entity, fields]) => [entity, anOpenRecord(fields)]));
  for (const entity of erased) stored.set(entity, anOpenRecord({}, { isErased: true }));
  const effects: string[] = [];
  const fake: FakeOpenRecords = {
    stored,
    effects,
    beforeWrite: () => {},
    now: () => now,
    async find(key) {
      effects.push(`find ${entityOf(key)}`);
      if (error) throw error;
      return stored.get(entityOf(key));
    },
    async write(key, next, revision, before) {
      fake.beforeWrite();
      const entity = entityOf(key);
      const isMine = stored.get(entity)?.revision === before?.revision;
      effects.push(`write ${entity}${isMine ? '' : ': another came between'}`);
      if (isMine) stored.set(entity, { ...next, revision, isErased: false });
      return isMine;
    },
  };
  return fake;
}
