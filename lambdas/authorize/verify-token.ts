import { decodeJwt, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import { DependencyError } from '../shared/function/errors.js';
import { readConsumer } from './consumer-record.js';
import type { KnownIssuer } from './issuer-keys.js';
import { narrow, readClaims } from './narrow-grant.js';
import { type Refusal, refuse, type Verified } from './reasons.js';

export interface VerifyPorts {
  /** The consumer's record in the secret, as written there. */
  findConsumer(name: string): Promise<unknown>;
  readonly issuers: ReadonlyMap<string, KnownIssuer>;
  now(): number;
}

/** "HTTP API quotas": request line and headers have 10,240 bytes together. */
const maxTokenLength = 8_192;
/** Seconds that a sender's clock may be off. */
const clockTolerance = 30;

/**
 * Checks a token: whose it is, that it is theirs, and what it allows.
 *
 * Its `iss` decides which key and which algorithm count, never its header: a configured issuer's token is RS256, a
 * consumer's is HS256.
 *
 * @throws DependencyError when the consumers' secret or an issuer's keys can't be had; that is no fault of the token
 */
export async function verifyToken(token: string, ports: VerifyPorts): Promise<Verified> {
  if (token.length > maxTokenLength) return refuse('too-long');
  const name = issuerOf(token);
  if (name === undefined) return refuse('malformed');
  const issuer = ports.issuers.get(name);
  return issuer ? verifyIssued(token, issuer, ports) : verifyConsumers(token, name, ports);
}

async function verifyIssued(token: string, { issuer, audience, keys }: KnownIssuer, { now }: VerifyPorts) {
  const options = { algorithms: ['RS256'], issuer, ...(audience === undefined ? {} : { audience }) };
  return judge(issuer, async () => (await jwtVerify(token, keys, at(now(), options))).payload, {
    scopes: undefined,
    channels: undefined,
  });
}

async function verifyConsumers(token: string, name: string, { findConsumer, now }: VerifyPorts): Promise<Verified> {
  const record = await findConsumer(name);
  if (record === undefined) return refuse('unknown-issuer');
  const consumer = readConsumer(record);
  if (!consumer) return refuse('bad-record', name);
  const verify = () => jwtVerify(token, consumer.secret, at(now(), { algorithms: ['HS256'], issuer: name }));
  return judge(name, async () => (await verify()).payload, consumer);
}

/** Verifies, then narrows what the owner may do to what the token claims. */
async function judge(
  consumer: string,
  verify: () => Promise<JWTPayload>,
  allowed: Parameters<typeof narrow>[1],
): Promise<Verified> {
  let payload: JWTPayload;
  try {
    payload = await verify();
  } catch (error) {
    return refuse(refusalOf(error, consumer), consumer);
  }
  const claims = readClaims(payload);
  if (!claims) return refuse('malformed', consumer);
  const granted = narrow(claims, allowed);
  return granted.channels?.length === 0 ? refuse('channel', consumer) : { consumer, ...granted };
}

/** The claim `iss`, not verified yet. */
function issuerOf(token: string): string | undefined {
  try {
    const { iss } = decodeJwt(token);
    return typeof iss === 'string' ? iss : undefined;
  } catch {
    return undefined;
  }
}

const at = (now: number, options: JWTVerifyOptions): JWTVerifyOptions => ({
  ...options,
  currentDate: new Date(now),
  clockTolerance,
});

const byCode: Readonly<Record<string, Refusal>> = {
  ERR_JOSE_ALG_NOT_ALLOWED: 'algorithm',
  ERR_JOSE_NOT_SUPPORTED: 'malformed',
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: 'unknown-key',
  ERR_JWKS_NO_MATCHING_KEY: 'unknown-key',
  ERR_JWS_INVALID: 'malformed',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'bad-signature',
  ERR_JWT_EXPIRED: 'expired',
  ERR_JWT_INVALID: 'malformed',
};

const byClaim: Readonly<Record<string, Refusal>> = { nbf: 'not-yet-valid', aud: 'audience' };

/** @throws DependencyError when the error tells nothing of the token */
function refusalOf(error: unknown, consumer: string): Refusal {
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.reason === 'invalid' ? 'malformed' : (byClaim[error.claim] ?? 'malformed');
  }
  const refusal = byCode[(error as { code?: string }).code ?? ''];
  if (refusal) return refusal;
  throw new DependencyError(`keys of ${consumer}: expected a JSON Web Key Set, found ${String(error)}`, {
    cause: error,
  });
}
