import { entityOf, type RecordKey, type StoredRecord } from '../shared/registry/aws/items.js';
import { personKinds } from '../shared/registry/person-kinds.js';
import { done } from './answers.js';
import { isAllowed, wrongChannel } from './permission.js';
import type { RegistryPorts } from './ports.js';
import { type Asked, refuse, type Serve, type Served, untilWritten } from './served.js';
import { botsOf, nextRevision } from './write-records.js';

/**
 * DELETE of a record. A person is erased, whether there is a record or not: events of theirs may lie in the lake, and
 * the source may have them in tomorrow's import.
 */
export const deleteRecord: Serve = async (asked, ports) => {
  const isPerson = personKinds.includes(asked.key.kind);
  return untilWritten(() => (isPerson ? erase(asked, ports) : remove(asked, ports)));
};

async function remove({ of, key, channels }: Asked, ports: RegistryPorts): Promise<Served | undefined> {
  const before = await find(key, ports);
  if (before && !isAllowed(of, before.open, channels)) return refuse(ports, 'channel', wrongChannel);
  const isRemoved = !before || (await ports.records.remove(before, botsOf(of, before.open)));
  return isRemoved ? answer(ports, key, { removed: before !== undefined }) : undefined;
}

async function erase({ of, key, channels }: Asked, ports: RegistryPorts): Promise<Served | undefined> {
  const before = await find(key, ports);
  if (!isAllowed(of, before?.open ?? {}, channels)) return refuse(ports, 'channel', wrongChannel);
  const result = { removed: before !== undefined && before.erased === undefined, erased: true };
  if (before?.erased !== undefined) return answer(ports, key, result);
  const erased = ports.now();
  const tombstone = { ...key, revision: nextRevision(before, erased), open: {}, sealed: {}, erased };
  const isErased = await ports.records.erase(tombstone, before, botsOf(of, before?.open));
  return isErased ? answer(ports, key, result) : undefined;
}

async function find(key: RecordKey, { records }: RegistryPorts): Promise<StoredRecord | undefined> {
  return (await records.find([key])).get(entityOf(key));
}

const answer = ({ now }: RegistryPorts, key: RecordKey, result: object): Served => ({
  answer: done(now(), { ...key, ...result }),
  counts: { removed: 1 },
});
