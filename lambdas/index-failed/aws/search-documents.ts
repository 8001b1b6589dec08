import { errors } from '@opensearch-project/opensearch';
import type { searchClient } from '../../shared/aws/search-client.js';
import { DependencyError } from '../../shared/function/errors.js';
import type { IndexPorts } from '../index-object.js';

type Client = ReturnType<typeof searchClient>;

/** OpenSearch's `_bulk` as a port. */
export function searchDocuments(client: Client): Pick<IndexPorts, 'put'> {
  return {
    async put(documents) {
      const lines = documents.flatMap(({ id, index, document }) => [{ index: { _index: index, _id: id } }, document]);
      const items = await ask(async () => (await client.bulk({ body: lines })).body.items);
      const statuses = items.map(({ index }) => index?.status ?? 0);
      const failed = statuses.find((status) => status === 0 || status === 429 || status >= 500);
      if (failed !== undefined) throw new DependencyError(`OpenSearch answered ${failed} for a document`);
      return { refused: statuses.filter((status) => status >= 400).length };
    },
  };
}

async function ask<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    const status = cause instanceof errors.ResponseError ? ` with ${cause.statusCode}` : '';
    throw new DependencyError(`OpenSearch did not take documents${status}: ${(cause as Error).message}`, { cause });
  }
}
