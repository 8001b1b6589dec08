import { type Client, errors } from '@opensearch-project/opensearch';
import { DependencyError } from '../../shared/function/errors.js';
import type { SearchPorts } from '../ports.js';

/** A request is tried once: the caller's own is tried again as a whole. */
export const searchPorts = (client: Client): SearchPorts => ({
  ask: async ({ method, path, query = {}, headers = {}, body }) => {
    try {
      const answer = await client.transport.request(
        { method, path, querystring: query, ...(body !== undefined && { body }) },
        { headers, maxRetries: 0 },
      );
      return { status: answer.statusCode ?? 0, body: answer.body };
    } catch (error) {
      if (error instanceof errors.ResponseError) return { status: error.statusCode ?? 0, body: error.body };
      throw new DependencyError(`OpenSearch: no answer to ${method} ${path}: ${error}`, { cause: error });
    }
  },
});
