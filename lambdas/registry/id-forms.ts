import { foundForId, idExpected, idPattern } from '../shared/registry/id-pattern.js';
import { canonicalNetwork } from '../shared/registry/networks.js';

/** What ids of a kind look like. */
export interface IdForm {
  /** An id in its one form; `undefined` for what is none. */
  read(text: string): string | undefined;
  /** For who sent another one. */
  readonly expected: string;
  /** What was found in place of an id, without the text itself. */
  found(text: string): string;
}

export const plainId: IdForm = {
  read: (text) => (idPattern.test(text) ? text : undefined),
  expected: idExpected,
  found: foundForId,
};

export const upperCaseId: IdForm = { ...plainId, read: (text) => plainId.read(text)?.toUpperCase() };

/** In a path the slash is a tilde: an HTTP API decodes `%2F` before it looks for a route, and then finds none. */
export const networkId: IdForm = {
  read: (text) => canonicalNetwork(text.replace('~', '/')),
  expected: 'a network such as 49.206.0.0/16 or 2001:db8::/32, IPv4 from /8 to /32 and IPv6 from /16 to /64',
  found: () => 'another text',
};
