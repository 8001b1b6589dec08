import type { Kind } from './kind.js';
import { bot } from './kinds/bot.js';
import { content } from './kinds/content.js';
import { device } from './kinds/device.js';
import { dialcode } from './kinds/dialcode.js';
import { location } from './kinds/location.js';
import { user } from './kinds/user.js';

const kinds: Readonly<Record<string, Kind>> = { bot, user, device, content, dialcode, location };

/** Every kind of record that there is, by the name that stands in the URL. */
export const kindNames: readonly string[] = Object.keys(kinds);

export function findKind(name: string): Kind | undefined {
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}
