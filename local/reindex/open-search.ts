import { randomBytes } from 'node:crypto';
import type { Client } from '@opensearch-project/opensearch';
import { searchClientFor } from '../../lambdas/shared/search-client.js';
import { withoutPassword } from '../stores/opensearch/search-engine.js';
import type { Options } from './options.js';
import type { RebuildPorts } from './rebuild-days.js';
import { documentPorts } from './search/document-ports.js';
import { indexPorts } from './search/index-ports.js';

export type SearchPorts = Omit<RebuildPorts, 'lake' | 'progress'>;

/** A rebuild's OpenSearch. @throws Error when none answers, or when it has no template for the indices */
export async function openSearch({ search }: Pick<Options, 'search'>): Promise<SearchPorts> {
  const client = searchClientFor(search.url, { verifyTls: search.verifyTls, requestTimeout: 120_000 });
  await checkTemplate(client, withoutPassword(search.url));
  return searchPortsOf(client, randomBytes(4).toString('hex'));
}

/** @param run part of the new indices' names */
export function searchPortsOf(client: Client, run: string): SearchPorts {
  return { ...documentPorts(client), ...indexPorts(client, run) };
}

/** Without the template an index would have a mapping that was guessed. */
async function checkTemplate(client: Client, url: string): Promise<void> {
  try {
    const { body: exists } = await client.indices.existsIndexTemplate({ name: 'telemetry' });
    if (exists) return;
  } catch (error) {
    throw new Error(`--endpoint: expected an OpenSearch at ${url}, found ${(error as Error).message}.`, {
      cause: error,
    });
  }
  throw new Error(
    `${url}: expected the index template "telemetry", found none. A deployment with search on makes it, and npm start with OPENSEARCH_URL.`,
  );
}
