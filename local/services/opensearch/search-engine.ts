import { networkTrouble } from '../../calls/network-trouble.js';
import { BulkRefused, type SendBulk } from '../firehose/destinations/bulk.js';

/** The OpenSearch that this machine has. */
export interface SearchEngine {
  /** As it was given, with a user and a password where it has them; without a slash at the end. */
  readonly url: string;
  /** Whether its certificate is checked. */
  readonly verifyTls: boolean;
  /** One `_bulk` request, tried once. */
  readonly bulk: SendBulk;
}

/** Where the runner finds an OpenSearch: variables of its own environment. */
export interface SearchPlace {
  readonly url: string;
  readonly verifyTls: boolean;
}

/**
 * Reads `OPENSEARCH_URL` and `OPENSEARCH_TLS`.
 *
 * @param urlFrom what an error calls the URL: who gives it may have had it from elsewhere
 * @returns `undefined` where no URL is set: search is off on this machine
 * @throws Error for what is no URL, or no way to treat certificates
 */
export function readSearchPlace(
  env: Readonly<Record<string, string | undefined>>,
  urlFrom = 'OPENSEARCH_URL',
): SearchPlace | undefined {
  const { OPENSEARCH_URL: given, OPENSEARCH_TLS: tls = 'verified' } = env;
  if (!given) return undefined;
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol)) {
    throw new Error(`${urlFrom}: expected a URL such as http://127.0.0.1:9200, found "${withoutPassword(given)}".`);
  }
  if (tls !== 'verified' && tls !== 'unverified') {
    throw new Error(`OPENSEARCH_TLS: expected verified or unverified, found "${tls}".`);
  }
  return { url: given.replace(/(?<!\/)\/+$/, ''), verifyTls: tls === 'verified' };
}

/** A URL as it may be shown. */
export function withoutPassword(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//');
}

/** @throws Error when nothing answers there that is an OpenSearch */
export async function connectSearch(place: SearchPlace): Promise<SearchEngine> {
  // Only where there is an OpenSearch: the client is large, and every other start would wait for it.
  const [{ errors }, { searchClientFor }] = await Promise.all([
    import('@opensearch-project/opensearch'),
    import('../../../lambdas/shared/aws/search-client.js'),
  ]);
  const client = searchClientFor(place.url, place);
  try {
    await client.info();
  } catch (error) {
    throw new Error(
      `OPENSEARCH_URL: expected an OpenSearch at ${withoutPassword(place.url)}, found ${networkTrouble(error) ?? (error as Error).message}. Start it, mend the URL (OPENSEARCH_TLS=unverified takes any certificate), or unset it to run without search.`,
      { cause: error },
    );
  }
  return {
    ...place,
    async bulk(lines) {
      try {
        const { body } = await client.bulk({ body: lines.toString('utf8') as never }, { maxRetries: 0 });
        return body.items.map(({ index }) => ({ status: index?.status ?? 0, error: index?.error }));
      } catch (error) {
        const status = error instanceof errors.ResponseError ? (error.statusCode ?? 0) : 0;
        throw new BulkRefused(status, (error as Error).message, { cause: error });
      }
    },
  };
}
