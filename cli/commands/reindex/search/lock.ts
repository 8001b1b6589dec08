import { randomUUID } from 'node:crypto';
import { type Client, errors } from '@opensearch-project/opensearch';

/** Who rebuilds, and what. */
export interface LockHolder {
  readonly host: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly at: string;
  /** First and last UTC day. */
  readonly from: string;
  readonly to: string;
}

/** No template's name matches it, and dashboards do not show it. */
const index = '.sunstream-reindex';
const id = 'lock';
/** No rebuild lasts as long; who held it has died. */
const staleMs = 24 * 3_600_000;

/**
 * Takes the lock of an OpenSearch. Two rebuilds at once would carry over, each from the other's days, what the other
 * replaces.
 *
 * @param isUnlocking whether it is taken from another run, however young
 * @returns what frees it again, unless another run has taken it since
 * @throws Error naming the run that has it
 */
export async function takeLock(client: Client, holder: LockHolder, isUnlocking: boolean): Promise<() => Promise<void>> {
  await ignoring([400], () =>
    client.indices.create({
      index,
      body: {
        settings: { 'index.hidden': true, 'index.number_of_shards': 1, 'index.auto_expand_replicas': '0-1' } as never,
        mappings: { dynamic: false },
      },
    }),
  );
  const { body: held } = await client.get({ index, id }, { ignore: [404] });
  const other = held.found ? (held._source as unknown as LockHolder) : undefined;
  if (other && !isUnlocking && Date.parse(holder.at) - Date.parse(other.at) < staleMs) throw inUse(other);
  // Each refused when somebody else was faster.
  const version = other ? { if_seq_no: held._seq_no, if_primary_term: held._primary_term } : { op_type: 'create' };
  const token = randomUUID();
  const body = { ...holder, token };
  const taken = await ignoring([409], () => client.index({ index, id, body, ...version } as never));
  const own = taken?.body ?? (await findOwn(client, token));
  if (!own) throw inUse(undefined);
  const { _seq_no: if_seq_no, _primary_term: if_primary_term } = own;
  return async () => {
    await ignoring([404, 409], () => client.delete({ index, id, if_seq_no, if_primary_term }));
  };
}

/** The lock as this run has written it, where the answer was lost: the client has sent it again, and met itself. */
async function findOwn(client: Client, token: string) {
  const { body } = await client.get({ index, id }, { ignore: [404] });
  return body.found && (body._source as { readonly token?: unknown }).token === token ? body : undefined;
}

function inUse(other: LockHolder | undefined): Error {
  const who = other
    ? `that of ${other.from} to ${other.to}, since ${other.at} by process ${other.pid} of ${other.host}`
    : 'one that began at the same moment';
  return new Error(
    `OpenSearch: expected no other rebuild, found ${who}. Wait for its end; if it died, --unlock. Nothing was changed.`,
  );
}

async function ignoring<T>(statuses: readonly number[], call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof errors.ResponseError && statuses.includes(error.statusCode ?? 0)) return undefined;
    throw error;
  }
}
