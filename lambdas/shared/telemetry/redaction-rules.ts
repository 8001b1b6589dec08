import type { Matches } from './json-places.js';
import { wordIn } from './word-in.js';

/** What must not be written down. Key names are compared without their case, since repairs come later. */
export interface RedactionRule {
  /** Stands in `flags.redacted` of an event that lost something by it. */
  readonly name: string;
  /** Where: the rule applies to an event with a text here that matches. */
  readonly where: { readonly path: readonly string[]; readonly matches: Matches };
  /** What is taken away: the value here, of whatever kind. */
  readonly what: readonly string[];
  /** With what it is replaced. */
  readonly with: string;
}

const otp = wordIn('otp');

/** One-time passwords that the portals' sign-up sends along as typed. */
const typedPassword = { name: 'otp', what: ['edata', 'extra', 'values'], with: '[redacted]' };

/** One more is one row here, and in `docs/privacy.md`. */
export const redactionRules: readonly RedactionRule[] = [
  { ...typedPassword, where: { path: ['edata', 'pageid'], matches: otp } },
  { ...typedPassword, where: { path: ['edata', 'id'], matches: otp } },
  { ...typedPassword, where: { path: ['context', 'env'], matches: otp } },
];
