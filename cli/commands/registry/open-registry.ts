import { readRunning } from '../../../local/disk/state-folder.js';
import { tokenWith } from '../../target/consumer-token.js';
import { serviceUrl } from '../../target/service-url.js';
import { callWithRetries, type RegistryAnswer } from './call-with-retries.js';
import type { Options } from './options.js';

/** The registry's API. All of it throws when no answer can be had, or when the token is no good at all. */
export interface Registry {
  /** `PUT` with a body, or `GET`, of one record. */
  call(method: 'GET' | 'PUT', kind: string, id: string, body?: string): Promise<RegistryAnswer>;
  /** Many records. */
  post(kind: string, body: string, settings: { readonly revives: boolean }): Promise<RegistryAnswer>;
}

const scopes = { import: 'registry:write', get: 'registry:read', help: '' };

/** @throws Error when neither a URL nor a runner that is up is at hand */
export async function openRegistry({
  action,
  state,
  url,
  token,
}: Pick<Options, 'action' | 'state' | 'url' | 'token'>): Promise<Registry> {
  const running = url === undefined ? readRunning(state) : undefined;
  if (url === undefined && !running) {
    throw new Error(
      `${state}: expected a runner that is up, found none. Start it (npm start), or name a deployed stack with --url.`,
    );
  }
  const base = serviceUrl(url ?? running?.url ?? '', '/registry/v1');
  const bearer = token ?? (running && (await tokenWith(scopes[action], running)));
  const headers = {
    'content-type': 'application/json',
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
  };
  return {
    call: (method, kind, id, body) =>
      callWithRetries(`${base}/${kind}/${pathOf(id)}`, { method, headers, ...(body !== undefined && { body }) }),
    post: (kind, body, { revives }) =>
      callWithRetries(`${base}/${kind}${revives ? '?revive=true' : ''}`, { method: 'POST', headers, body }),
  };
}

/** A network's slash is a tilde in a path (docs/registry.md). */
const pathOf = (id: string): string => encodeURIComponent(id.replace('/', '~'));
