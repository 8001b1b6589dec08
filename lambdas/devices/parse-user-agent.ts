import { UAParser } from 'ua-parser-js';
import { cutText } from '../shared/text/well-formed.js';

/** What is kept of a user agent. Its whole text is not: with little else it tells one person's browser from another's. */
export interface UserAgentSpec {
  /** The browser, such as `Chrome`. */
  readonly agent?: string;
  readonly ver?: string;
  /** Operating system and version, such as `Android 14`. */
  readonly system?: string;
  /** Operating system, such as `Android`. */
  readonly platform?: string;
}

/** Characters that are looked at; the parser itself reads no more. */
const maxLength = 500;

/** Tells browser and system of a `User-Agent`; `undefined` where it names neither, as those of HTTP libraries do. */
export function parseUserAgent(text = ''): UserAgentSpec | undefined {
  const shown = cutText(text, maxLength);
  if (shown.trim() === '') return undefined;
  const { browser, os } = new UAParser(shown).getResult();
  const said = {
    agent: browser.name,
    ver: browser.version,
    system: [os.name, os.version].filter(Boolean).join(' '),
    platform: os.name,
  };
  const spec = Object.fromEntries(Object.entries(said).filter(([, value]) => value));
  return Object.keys(spec).length === 0 ? undefined : spec;
}
