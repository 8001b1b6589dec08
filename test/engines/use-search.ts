import type { Client } from '@opensearch-project/opensearch';
import { searchPorts } from '../../lambdas/search-setup/search-ports.js';
import { setUpSearch } from '../../lambdas/search-setup/set-up-search.js';
import { searchClientFor } from '../../lambdas/shared/search-client.js';
import { type OpenSearch, startOpenSearch } from './opensearch.js';

export interface UsedSearch {
  readonly url: string;
  readonly client: Client;
}

/** An engine for a group of tests, with the templates; its indices are gone before each test. */
export function useSearch(folder: string): () => UsedSearch {
  let engine: OpenSearch;
  let used: UsedSearch;

  beforeAll(async () => {
    const started = await startOpenSearch(folder);
    if ('unavailable' in started) throw new Error(started.unavailable);
    engine = started;
    const client = searchClientFor(engine.url, {});
    await setUpSearch(searchPorts(client), { keepDays: 30 });
    used = { url: engine.url, client };
  });

  beforeEach(async () => {
    await used.client.indices.delete({ index: 'telemetry-*,rebuilt-*,failed-*', ignore_unavailable: true });
  });

  afterAll(async () => {
    await used?.client.close();
    await engine?.stop();
  });

  return () => used;
}
