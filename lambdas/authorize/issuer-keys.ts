import { createRemoteJWKSet, customFetch, type FetchImplementation, type JWTVerifyGetKey } from 'jose';

/** An issuer of RS256 tokens, as the stage's configuration has it. */
export interface Issuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience?: string;
}

/** An issuer with what finds its public key for a token. */
export interface KnownIssuer extends Issuer {
  readonly keys: JWTVerifyGetKey;
}

/**
 * The issuers by name. Their keys are fetched on first use, kept for ten minutes, and fetched again for an unknown
 * `kid`, at most every 30 seconds.
 */
export function knownIssuers(issuers: readonly Issuer[]): ReadonlyMap<string, KnownIssuer> {
  return new Map(
    issuers.map((issuer) => [
      issuer.issuer,
      {
        ...issuer,
        keys: createRemoteJWKSet(new URL(issuer.jwksUrl), {
          timeoutDuration: 3_000,
          cooldownDuration: 30_000,
          cacheMaxAge: 600_000,
          [customFetch]: sparing(fetch),
        }),
      },
    ]),
  );
}

/** How long a fetch that failed isn't tried again, in milliseconds; else a flood of unknown `kid`s would wait for each. */
const retryMs = 1_000;

/** jose spaces out fetches that succeed, not those that fail. A key that is known takes no fetch, and works on. */
function sparing(load: FetchImplementation): FetchImplementation {
  let failed: { readonly at: number; readonly error: unknown } | undefined;
  return async (url, options) => {
    if (failed && Date.now() - failed.at < retryMs) throw failed.error;
    try {
      const response = await load(url, options);
      if (response.status !== 200) throw new Error(`status ${response.status}`);
      failed = undefined;
      return response;
    } catch (error) {
      failed = { at: Date.now(), error };
      throw error;
    }
  };
}
