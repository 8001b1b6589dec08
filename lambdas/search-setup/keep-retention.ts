import { askFor, expectDone, isUnknownApi } from './ask.js';
import { retentionPolicyName as name, retainedIndices, retentionPolicy } from './content/retention-policy.js';
import { holds } from './holds.js';
import type { SearchPorts, SearchRequest } from './ports.js';

const path = `/_plugins/_ism/policies/${name}`;
const read: SearchRequest = { method: 'GET', path };

interface StandingPolicy {
  readonly _seq_no: number;
  readonly _primary_term: number;
  readonly policy: unknown;
}

/** What ISM answers about indices that it was told to manage. */
interface ManagedIndices {
  readonly updated_indices: number;
  readonly failed_indices: readonly { readonly index_name: string; readonly reason: string }[];
}

/**
 * Creates or changes the policy that removes old indices. New indices get it by their names; those that are there
 * already stay with what they had ("Managed indexes"), so they are told, once, when it is new or changes.
 *
 * @returns what was done, a line each; undefined where OpenSearch has no Index State Management
 * @throws DependencyError when OpenSearch refuses
 */
export async function keepRetention(ports: SearchPorts, keepDays: number): Promise<string[] | undefined> {
  const policy = retentionPolicy(keepDays);
  const found = await ports.ask(read);
  if (isUnknownApi(found)) return undefined;
  if (found.status === 404) {
    await askFor(ports, { method: 'PUT', path, body: { policy } });
    return [`policy ${name}: created, ${keepDays} days`, ...(await tellIndices(ports, 'add'))];
  }
  const standing = expectDone(read, found) as StandingPolicy;
  if (holds(standing.policy, policy)) return [`policy ${name}: stands, ${keepDays} days`];
  // Refused when somebody else changed it since it was read.
  const query = { if_seq_no: String(standing._seq_no), if_primary_term: String(standing._primary_term) };
  await askFor(ports, { method: 'PUT', path, query, body: { policy } });
  return [`policy ${name}: changed to ${keepDays} days`, ...(await tellIndices(ports, 'change_policy'))];
}

/** An index that somebody gave another policy, or none, keeps it, and is named. */
async function tellIndices(ports: SearchPorts, action: 'add' | 'change_policy'): Promise<string[]> {
  const request = {
    method: 'POST',
    path: `/_plugins/_ism/${action}/${retainedIndices}`,
    body: { policy_id: name },
  } as const;
  const { updated_indices: told, failed_indices: others } = (await askFor(ports, request)) as ManagedIndices;
  return [
    `policy ${name}: ${told} indices told`,
    ...others.map(({ index_name, reason }) => `${index_name}: ${reason}`),
  ];
}
