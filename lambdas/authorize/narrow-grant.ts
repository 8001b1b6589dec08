import type { JWTPayload } from 'jose';
import type { Grant } from './reasons.js';

/** Scopes and channels; `undefined` where nothing is said of them. */
interface Limits {
  readonly scopes: readonly string[] | undefined;
  readonly channels: readonly string[] | undefined;
}

/**
 * What a token says of itself: `scope` (RFC 8693: separated by spaces) or `scp` (also a list), and `channels`.
 *
 * @returns `undefined` when one of them is neither a text nor a list of texts
 */
export function readClaims({ scope, scp, channels }: JWTPayload): Limits | undefined {
  const lists = { scopes: readList(scope === undefined ? scp : scope, ' '), channels: readList(channels) };
  return lists.scopes === null || lists.channels === null ? undefined : (lists as Limits);
}

/** A claim narrows what its owner may do and never widens it. An owner without limits is bound by the claims alone. */
export function narrow(claims: Limits, owner: Limits): Pick<Grant, 'scopes' | 'channels'> {
  return {
    scopes: both(claims.scopes, owner.scopes) ?? [],
    channels: both(claims.channels, owner.channels),
  };
}

function both(claimed: readonly string[] | undefined, allowed: readonly string[] | undefined) {
  return claimed && allowed ? claimed.filter((item) => allowed.includes(item)) : (claimed ?? allowed);
}

function readList(value: unknown, separator?: string): readonly string[] | undefined | null {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return separator === undefined ? [value] : value.split(separator).filter(Boolean);
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null;
}
