/** Why a token is refused: the words of the log line, and all that it tells of a token. */
export const refusals = {
  missing: 'no bearer token',
  'too-long': 'longer than 8 KiB',
  malformed: 'not a JSON Web Token, or a claim of the wrong type',
  algorithm: 'signed with another algorithm than its issuer has',
  'unknown-issuer': 'iss names neither a consumer nor a configured issuer',
  'bad-record': 'the consumer has no secret of at least 32 bytes, or its record is not of the documented shape',
  'unknown-key': 'kid names no key of its issuer, or is missing where the issuer has several',
  'bad-signature': 'not signed with the key of its issuer',
  expired: 'exp is past',
  'not-yet-valid': 'nbf is to come',
  audience: 'aud is not the one configured for its issuer',
  scope: 'the scope of the route is not granted',
  channel: 'bound to no channel that the consumer may send for',
} as const;

export type Refusal = keyof typeof refusals;

/** What a token allows. */
export interface Grant {
  /** The claim `iss`: a consumer's name or an issuer's URL. */
  readonly consumer: string;
  readonly scopes: readonly string[];
  /** Channels that it may send events for; `undefined` for all. */
  readonly channels: readonly string[] | undefined;
}

export type Verified =
  | ({ readonly refused?: undefined } & Grant)
  | {
      readonly refused: Refusal;
      /** Only where it is a name that we gave out: what a stranger writes doesn't go into the log. */
      readonly consumer?: string;
    };

export const refuse = (refused: Refusal, consumer?: string): Verified & { readonly refused: Refusal } => ({
  refused,
  ...(consumer === undefined ? {} : { consumer }),
});
