import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { Client } from '@opensearch-project/opensearch';
import { AwsSigv4Signer } from '@opensearch-project/opensearch/aws-v3';
import { findEnv, readEnv } from '../function/env.js';

export interface SearchClientOptions {
  /** Whether the server's certificate must be a good one; a laptop's OpenSearch has one that it signed itself. */
  readonly verifyTls?: boolean;
  /** Milliseconds. */
  readonly requestTimeout?: number;
}

/** "Domain endpoint": `search-<name>-<id>.<region>.es.amazonaws.com`, `vpc-` in a network. */
const domainHost = /\.([a-z0-9-]+)\.es\.amazonaws\.com(\.cn)?$/;

/** Region of an OpenSearch Service domain; undefined for an address that is none. */
export const regionOfDomain = (endpoint: string): string | undefined =>
  domainHost.exec(new URL(endpoint).hostname)?.[1];

/** The client of the domain that SEARCH_ENDPOINT names. SEARCH_TLS `unverified` takes any certificate. */
export function searchClient(): Client {
  const { endpoint } = readEnv({ endpoint: 'SEARCH_ENDPOINT' });
  return searchClientFor(endpoint, { verifyTls: findEnv('SEARCH_TLS') !== 'unverified' });
}

/** Signs for a domain in AWS; elsewhere it sends user and password, where the address has them. */
export function searchClientFor(
  endpoint: string,
  { verifyTls = true, requestTimeout = 30_000 }: SearchClientOptions = {},
): Client {
  const region = regionOfDomain(endpoint);
  return new Client({
    ...(region && AwsSigv4Signer({ region, service: 'es', getCredentials: defaultProvider() })),
    node: endpoint,
    requestTimeout,
    ssl: { rejectUnauthorized: verifyTls },
  });
}
