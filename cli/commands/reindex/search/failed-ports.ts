import type { Client } from '@opensearch-project/opensearch';
import { searchDocuments } from '../../../../lambdas/index-failed/aws/search-documents.js';
import type { FailedPorts } from '../index-failed-days.js';
import { withRetries } from './retry.js';

const all = 'failed-*';

/** The index of failed events. */
export function failedPorts(client: Client): Pick<FailedPorts, 'put' | 'countOf'> {
  const { put } = searchDocuments(client);
  return {
    put: (documents) => withRetries(() => put(documents)),
    async countOf(prefix) {
      await client.indices.refresh({ index: all, allow_no_indices: true });
      const body = { query: { prefix: { object: { value: prefix } } } };
      return (await client.count({ index: all, allow_no_indices: true, body })).body.count;
    },
  };
}
