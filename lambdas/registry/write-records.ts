import { isDeepStrictEqual } from 'node:util';
import { entityOf, type RecordKey, type StoredRecord } from '../shared/registry/aws/items.js';
import type { Fields, Kind } from './kind.js';
import { isAllowed, wrongChannel } from './permission.js';
import { sealPersonal } from './personal.js';
import type { Change, RegistryPorts } from './ports.js';
import { untilWritten } from './served.js';

/** A record that was found good, to be written. */
export interface Entry {
  readonly key: RecordKey;
  readonly record: Fields;
}

export interface WriteSettings {
  readonly of: Kind;
  /** Channels that the token is bound to; `undefined` for all. */
  readonly channels: readonly string[] | undefined;
  /** Whether a person who was erased is written anew. */
  readonly revives: boolean;
}

/** Why a record is not written over what is there. */
export type WriteRefusal = 'channel' | 'erased';

export type Write = { readonly created: boolean } | { readonly refusal: WriteRefusal };

export const refusalMessages: Readonly<Record<WriteRefusal, string>> = {
  channel: wrongChannel,
  erased:
    'this person was erased, and an import must not bring anybody back. To write the record anew all the same, ' +
    'send it with revive=true',
};

interface Prepared extends Entry, Pick<StoredRecord, 'open' | 'sealed'> {}

/**
 * Writes records, each over what was found of it and nothing newer, and again where another write came between.
 *
 * @param entries no two of one key
 * @returns by position
 * @throws DependencyError when not all could be decided; what was written stays, and may be written again
 */
export async function writeRecords(
  entries: readonly Entry[],
  settings: WriteSettings,
  { records, keys, now }: RegistryPorts,
): Promise<readonly Write[]> {
  const { of } = settings;
  const prepared = await Promise.all(
    entries.map(async (entry) => ({ ...entry, ...(await sealPersonal(of, entry.key, entry.record, keys)) })),
  );
  const writes = new Map<string, Write>();
  /** What the last try wrote of each that is still to be decided. */
  let tried = new Map<string, Change>();
  await untilWritten(async () => {
    const pending = prepared.filter(({ key }) => !writes.has(entityOf(key)));
    const found = await records.find(pending.map(({ key }) => key));
    const changes = new Map<string, Change>();
    for (const entry of pending) {
      const entity = entityOf(entry.key);
      const decision = decide(entry, found.get(entity), settings, now());
      if ('next' in decision) changes.set(entity, decision);
      else writes.set(entity, decision);
    }
    await unregisterErased(tried, writes, records);
    const areWritten = await records.replace([...changes.values()]);
    for (const [index, [entity, { before }]] of [...changes].entries()) {
      if (areWritten[index]) writes.set(entity, { created: !before || before.erased !== undefined });
    }
    tried = changes;
    return writes.size === prepared.length ? true : undefined;
  });
  return entries.map(({ key }) => writes.get(entityOf(key)) as Write);
}

/** What is to be written over what was found; or what comes of it without a write. */
function decide(
  entry: Prepared,
  before: StoredRecord | undefined,
  settings: WriteSettings,
  now: number,
): Write | Change {
  const refusal = before && refusalOf(before, settings);
  if (refusal) return { refusal };
  const change = changeOf(settings.of, entry, before, now);
  return isUnchanged(change) ? { created: false } : change;
}

/** Takes back what a try has registered of somebody whom another erased meanwhile. */
async function unregisterErased(
  tried: ReadonlyMap<string, Change>,
  writes: ReadonlyMap<string, Write>,
  records: RegistryPorts['records'],
): Promise<void> {
  for (const [entity, { next, registrations }] of tried) {
    const write = writes.get(entity);
    if (!write || !('refusal' in write) || write.refusal !== 'erased') continue;
    await records.unregister(next.id, [...registrations.kept, ...registrations.added], next.revision);
  }
}

function refusalOf(before: StoredRecord, { of, channels, revives }: WriteSettings): WriteRefusal | undefined {
  // Else a token could take a bot over by naming its own channel as the owner.
  if (!isAllowed(of, before.open, channels)) return 'channel';
  return before.erased !== undefined && !revives ? 'erased' : undefined;
}

function changeOf(
  of: Kind,
  { key, record, ...parts }: Prepared,
  before: StoredRecord | undefined,
  now: number,
): Change {
  const [was, is] = [botsOf(of, before?.open), botsOf(of, record)];
  const registrations = {
    kept: is.filter((id) => was.includes(id)),
    added: is.filter((id) => !was.includes(id)),
    gone: was.filter((id) => !is.includes(id)),
  };
  return { next: { ...key, ...parts, revision: nextRevision(before, now) }, before, registrations };
}

/**
 * Whether all of it stands there already, as it does for most of a nightly import. What is sealed can't be compared, and
 * a registration may be missing beside a record that names it.
 */
function isUnchanged({ next, before, registrations }: Change): boolean {
  if (!before || before.erased !== undefined) return false;
  const isOpen = [next, before].every(({ sealed }) => Object.keys(sealed).length === 0);
  const isAlone = Object.values(registrations).every(({ length }) => length === 0);
  return isOpen && isAlone && isDeepStrictEqual(next.open, before.open);
}

/** Grows with every write, whatever the clock says. */
export const nextRevision = (before: StoredRecord | undefined, now: number): number =>
  Math.max(now, (before?.revision ?? 0) + 1);

/** Ids of the bots that a record is registered with. */
export const botsOf = ({ registrationsOf }: Kind, record: Fields | undefined): readonly string[] =>
  (record && registrationsOf?.(record)) ?? [];
