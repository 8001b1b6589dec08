import { createHmac, timingSafeEqual } from 'node:crypto';

/** How long a link to a file is good, in milliseconds: the whole day that upstream's documentation promises. */
export const linkLifeMs = 24 * 3_600_000;

/** The parts of a link, as texts: they are signed and compared as they stand in the URL. */
export interface LinkParts {
  readonly requestId: string;
  readonly name: string;
  /** Epoch second. */
  readonly expires: string;
}

/** Keys that links are signed with: the first signs, all of them are good. */
export type LinkKeys = readonly [current: string, ...previous: string[]];

export type LinkVerdict = 'good' | 'expired' | 'altered';

/** The epoch second at which a link of now ends; rounded up, so that it lives for a whole day at least. */
export const linkEnd = (now: number): number => Math.ceil((now + linkLifeMs) / 1_000);

/** HMAC-SHA256 in base64url. */
export function signLink(parts: LinkParts, [key]: LinkKeys): string {
  return sign(parts, key);
}

/** Path and query of a link, to be put behind the API's host. */
export function linkPath(parts: LinkParts, keys: LinkKeys): string {
  const { requestId, name, expires } = parts;
  const query = new URLSearchParams({ expires, signature: signLink(parts, keys) });
  return `/dataset/v1/file/${encodeURIComponent(requestId)}/${encodeURIComponent(name)}?${query}`;
}

/** @param now epoch milliseconds */
export function judgeLink(parts: LinkParts, signature: string, keys: LinkKeys, now: number): LinkVerdict {
  if (!keys.some((key) => isSame(sign(parts, key), signature))) return 'altered';
  return now <= Number(parts.expires) * 1_000 ? 'good' : 'expired';
}

/** As a JSON list, no part can pass for the beginning of the next. */
function sign({ requestId, name, expires }: LinkParts, key: string): string {
  const text = JSON.stringify(['sunstream exhaust file', requestId, name, expires]);
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** As texts: the last character of base64url has bits that no byte is made of, so several texts are the same bytes. */
function isSame(expected: string, found: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(found)];
  return a.length === b.length && timingSafeEqual(a, b);
}
