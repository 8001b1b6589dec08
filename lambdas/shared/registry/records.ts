import type { SealedText } from './sealing.js';

/** A bot, as an exhaust needs it. */
export interface Bot {
  readonly id: string;
  readonly name: string;
  /** The channel that it belongs to. */
  readonly ownerOrgID: string;
  /** yyyy-MM-dd. */
  readonly startDate?: string;
  readonly endDate?: string;
}

/** A user, but for what is personal. */
export interface OpenUser {
  readonly id: string;
  /** Ids of bots. */
  readonly registrations: readonly string[];
  /** Whether the user's answers and name may be given out; true where nothing was said. */
  readonly consent: boolean;
}

/** A user that is registered with a bot. */
export interface Registration {
  readonly userId: string;
  readonly consent: boolean;
  /** To be opened with `openText`; absent where none was given. */
  readonly username?: SealedText;
}

/**
 * What a person has said of rows about them: consent refused, whatever they are registered with, or, before all else,
 * erased.
 */
export type Standing = 'refused' | 'erased';

/** What an exhaust asks the registry. All of it throws DependencyError when the registry can't be read. */
export interface RegistryReader {
  findBot(id: string): Promise<Bot | undefined>;
  /** Everyone who is registered with a bot, in no order that means anything. Reads as it goes. */
  registrationsOf(botId: string): AsyncIterable<Registration>;
  /** The standing of those among some ids, of users or devices, that have one; of most there is nothing to tell. */
  standingsOf(ids: readonly string[]): Promise<ReadonlyMap<string, Standing>>;
}
