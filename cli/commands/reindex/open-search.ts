import type { Client } from '@opensearch-project/opensearch';
import { searchClientFor } from '../../../lambdas/shared/aws/search-client.js';
import { networkTrouble } from '../../../local/calls/network-trouble.js';
import { withoutPassword } from '../../../local/services/opensearch/search-engine.js';
import { explainError } from '../../terminal/explain-error.js';
import type { Options } from './options.js';
import type { RebuildPorts } from './rebuild-days.js';
import { documentPorts } from './search/document-ports.js';
import { indexPorts } from './search/index-ports.js';

export type SearchPorts = Omit<RebuildPorts, 'lake' | 'progress'>;

/** The OpenSearch of a run. @throws Error when none answers, or when it has no such template for the indices */
export async function openSearch({ search }: Pick<Options, 'search'>, template: string): Promise<Client> {
  const client = searchClientFor(search.url, { verifyTls: search.verifyTls, requestTimeout: 120_000 });
  await checkTemplate(client, withoutPassword(search.url), template);
  return client;
}

/** @param run part of the new indices' names */
export function searchPortsOf(client: Client, run: string): SearchPorts {
  return { ...documentPorts(client), ...indexPorts(client, run) };
}

/** Without the template an index would have a mapping that was guessed. */
async function checkTemplate(client: Client, url: string, name: string): Promise<void> {
  try {
    const { body: exists } = await client.indices.existsIndexTemplate({ name });
    if (exists) return;
  } catch (error) {
    const trouble = networkTrouble(error);
    const explained = explainError(error);
    // Of AWS, to which the request is signed: it has to do with this machine, not with the engine.
    if (trouble === undefined && explained !== (error as Error).message) throw new Error(explained, { cause: error });
    const found = trouble ?? explained.replace(/\.$/, '');
    throw new Error(`--endpoint: expected an OpenSearch at ${url}, found ${found}.`, {
      cause: error,
    });
  }
  throw new Error(
    `${url}: expected the index template "${name}", found none. A deployment with search on makes it, and npm start with OPENSEARCH_URL.`,
  );
}
