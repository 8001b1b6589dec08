import { DependencyError } from '../shared/function/errors.js';
import { judgeLink, type LinkKeys, type LinkParts, type LinkVerdict } from './links.js';

/** How long keys are remembered, and how soon a signature that none of them made lets them be read again, in ms. */
const rememberMs = 300_000;
const rereadMs = 1_000;
/** "RFC 2104: a key of less than the hash's length would decrease the strength". */
const minKeyLength = 32;

export interface LinkKeyPorts {
  /** The text of the secret. */
  fetch(): Promise<string>;
  now(): number;
}

/** Where the keys of links are had. Both throw DependencyError when they can't be had. */
export interface KnownLinkKeys {
  keys(): Promise<LinkKeys>;
  /** Judges a link; the keys are read again first where they may have been changed since. */
  judge(parts: LinkParts, signature: string): Promise<LinkVerdict>;
}

/** The keys of a secret, remembered for five minutes: a list of a hundred jobs signs a hundred links. */
export function linkKeys({ fetch, now }: LinkKeyPorts): KnownLinkKeys {
  let known: { readonly readAt: number; readonly keys: LinkKeys } | undefined;
  const keys = async (maxAgeMs: number) => {
    if (!known || now() - known.readAt >= maxAgeMs) {
      const readAt = now();
      known = { readAt, keys: readLinkKeys(await fetch()) };
    }
    return known.keys;
  };
  return {
    keys: () => keys(rememberMs),
    async judge(parts, signature) {
      const verdict = judgeLink(parts, signature, await keys(rememberMs), now());
      if (verdict !== 'altered') return verdict;
      // After a rotation another environment may sign with a key that this one hasn't seen.
      return judgeLink(parts, signature, await keys(rereadMs), now());
    },
  };
}

/**
 * Reads the secret: `{"current": "…", "previous": "…"}`, the second only while links of before a rotation are about.
 *
 * @throws DependencyError that quotes nothing of the secret
 */
export function readLinkKeys(text: string): LinkKeys {
  const { current, previous } = (parse(text) ?? {}) as Record<string, unknown>;
  if (isKey(current) && previous === undefined) return [current];
  if (isKey(current) && isKey(previous)) return [current, previous];
  throw new DependencyError(
    `key of links: expected JSON with "current", and "previous" where there is one, of ${minKeyLength} characters or more, found something else. Put it right in Secrets Manager (docs/exhaust.md).`,
  );
}

function isKey(value: unknown): value is string {
  return typeof value === 'string' && value.length >= minKeyLength;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
