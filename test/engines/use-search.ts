import type { Client } from '@opensearch-project/opensearch';
import { setUpSearch } from '../../lambdas/search-setup/set-up-search.js';
import { searchClientFor } from '../../lambdas/shared/aws/search-client.js';
import { useOpenSearch } from './use-opensearch.js';

export interface UsedSearch {
  readonly url: string;
  readonly client: Client;
}

/** An engine for a group of tests, with the templates; its indices are gone before each test. */
export function useSearch(folder: string): () => UsedSearch {
  const engine = useOpenSearch(folder);
  let used: UsedSearch;

  beforeAll(async () => {
    const { url, ports } = engine();
    await setUpSearch(ports, { keepDays: 30 });
    used = { url, client: searchClientFor(url) };
  });

  beforeEach(async () => {
    await used.client.indices.delete({ index: 'telemetry-*,rebuilt-*,failed-*', ignore_unavailable: true });
  });

  afterAll(() => used?.client.close());

  return () => used;
}
