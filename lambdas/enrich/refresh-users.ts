import { limitConcurrency, maxCalls } from '../shared/aws/limit-concurrency.js';
import type { OpenFields } from '../shared/registry/cached-lookup.js';
import { changeOpen, type OpenPart, type OpenRecord, type OpenRecordPorts } from '../shared/registry/change-open.js';
import { entityFor } from '../shared/registry/entity-for.js';
import { toldFields, type UserUpdate } from './user-updates.js';

/** What a user is of whom nothing else is known; the registry's own form of it. */
const nobody = (id: string): OpenFields => ({ id, registrations: [], consent: true });

/**
 * Brings users up to date by what events say of them. Field by field the later event counts, in whatever order they
 * come and however often; a field that was written by the registry's API is of the time of that write. What is erased
 * stays so, and what is sealed is not touched.
 *
 * @returns what lies open of the users now, by entity
 * @throws DependencyError when the table can't be read or written
 */
export async function refreshUsers(
  updates: readonly UserUpdate[],
  records: OpenRecordPorts,
): Promise<Map<string, OpenFields>> {
  const byUser = new Map<string, UserUpdate[]>();
  for (const update of updates) byUser.set(update.userId, [...(byUser.get(update.userId) ?? []), update]);
  const refreshed = new Map<string, OpenFields>();
  const refresh = limitConcurrency(maxCalls, async ([userId, ofUser]: [string, UserUpdate[]]) => {
    // What looks otherwise is in no record, and can't be written either.
    const entity = entityFor('user', userId);
    if (entity === undefined) return;
    const outcome = await changeOpen(
      { kind: 'user', id: userId },
      (before) => {
        const { isSame, ...next } = applyUpdates(userId, before, ofUser);
        refreshed.set(entity, next.open);
        return isSame ? undefined : next;
      },
      records,
    );
    if (outcome === 'erased') refreshed.delete(entity);
  });
  await Promise.all([...byUser].map(refresh));
  return refreshed;
}

/** A user's record after some events, and whether they changed nothing of it. */
export function applyUpdates(
  userId: string,
  before: OpenRecord | undefined,
  updates: readonly UserUpdate[],
): OpenPart & { readonly isSame: boolean } {
  const open: Record<string, unknown> = { ...(before?.open ?? nobody(userId)) };
  const saidAt = timesOf(before);
  let isSame = true;
  for (const { said, at } of updates) {
    for (const [field, value] of Object.entries(said)) {
      const known = saidAt[field] ?? Number.NEGATIVE_INFINITY;
      // Of two that say something else at the same moment one must count for good.
      if (at < known || (at === known && value <= String(open[field]))) continue;
      open[field] = value;
      saidAt[field] = at;
      isSame = false;
    }
  }
  return { open, saidAt, isSame };
}

/** When what is there was said: by an event, or by the write of the whole record. */
function timesOf(before: OpenRecord | undefined): Record<string, number> {
  const times = toldFields.map((field): [string, number][] => {
    const at = before?.open[field] === undefined ? undefined : (before.saidAt[field] ?? before.revision);
    return at === undefined ? [] : [[field, at]];
  });
  return Object.fromEntries(times.flat());
}
