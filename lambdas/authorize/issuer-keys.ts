import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';

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
        }),
      },
    ]),
  );
}
