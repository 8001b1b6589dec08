import { searchPorts } from '../../lambdas/search-setup/aws/search-ports.js';
import { searchClientFor } from '../../lambdas/shared/aws/search-client.js';
import { type OpenSearch, startOpenSearch } from './opensearch.js';

/** A document that was not indexed, and why. */
export interface Refused {
  readonly document: unknown;
  readonly status: number;
  readonly reason: string;
}

export interface SearchEngine {
  readonly url: string;
  readonly ports: ReturnType<typeof searchPorts>;
  /** Puts documents into an index by one `_bulk`, and makes them seen. */
  index(name: string, documents: readonly object[]): Promise<readonly Refused[]>;
  /** The answer's body; throws what it says when it is an error. */
  ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Record<string, never>>;
}

interface BulkItem {
  readonly create: { readonly status: number; readonly error?: { readonly reason: string } };
}

/** An engine for a group of tests. */
export function useOpenSearch(folder: string): () => SearchEngine {
  let engine: OpenSearch;

  beforeAll(async () => {
    const started = await startOpenSearch(folder);
    if ('unavailable' in started) throw new Error(started.unavailable);
    engine = started;
  });

  afterAll(() => engine?.stop());

  return () => engineAt(engine.url);
}

function engineAt(url: string): SearchEngine {
  const ports = searchPorts(searchClientFor(url));
  const ask: SearchEngine['ask'] = async (method, path, body) => {
    const answer = await ports.ask({ method, path, ...(body && { body }) });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as Record<string, never>;
  };
  const index: SearchEngine['index'] = async (name, documents) => {
    const body = documents.map((document) => `{"create":{}}\n${JSON.stringify(document)}\n`).join('');
    // fetch: this is what Firehose and the runner do, without the client's help.
    const sent = await fetch(`${url}/${name}/_bulk?refresh=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body,
    });
    const { items } = (await sent.json()) as { items: BulkItem[] };
    return items.flatMap(({ create: { status, error } }, at) =>
      error ? [{ document: documents[at], status, reason: error.reason }] : [],
    );
  };
  return { url, ports, ask, index };
}
