import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';

/** 32 bytes, the least that counts. */
export const aSecret = 'an-example-secret-of-32-bytes-1!';

/** When the tests' clock stands; epoch milliseconds. */
export const noon = Date.UTC(2024, 0, 15, 12);
export const seconds = (ms: number) => Math.floor(ms / 1_000);

/** A consumer's token, as Kong's consumers sign them: `iss` and nothing else. */
export function aConsumerToken(claims: JWTPayload = {}, secret = aSecret, alg = 'HS256'): Promise<string> {
  return sign({ iss: 'portal', ...claims }, alg, new TextEncoder().encode(secret));
}

export const issuerName = 'https://login.example.org/realms/sunbird';
export const aKeyPair = () => generateKeyPairSync('rsa', { modulusLength: 2_048 });

/** A token of an identity provider. */
export function anIssuedToken(key: KeyObject, claims: JWTPayload = {}, header: object = {}): Promise<string> {
  return sign({ iss: issuerName, scope: 'telemetry:write', ...claims }, 'RS256', key, { kid: 'key-1', ...header });
}

/** A token whose parts are put together by hand, with any header and any signature. */
export function aForgedToken(header: object, payload: unknown, signature = ''): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(payload)}.${signature}`;
}

function sign(claims: JWTPayload, alg: string, key: Uint8Array | KeyObject, header: object = {}): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT', ...header }).sign(key);
}
