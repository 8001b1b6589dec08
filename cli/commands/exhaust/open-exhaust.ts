import { encodeHeaderText } from '../../../lambdas/shared/http/header-text.js';
import { readRunning } from '../../../local/disk/state-folder.js';
import { fetchWithRetries, type Tries } from '../../target/fetch-with-retries.js';
import { serviceUrl } from '../../target/service-url.js';
import { channelToken } from './channel-token.js';
import type { JobView } from './job-view.js';
import type { Options } from './options.js';
import { readAnswer } from './read-answer.js';

export interface JobList {
  readonly count: number;
  readonly jobs: readonly JobView[];
}

/** The calls of the exhaust API. All of them throw as `readAnswer` does. */
export interface Exhaust {
  submit(request: Options['request']): Promise<JobView>;
  read(tag: string, requestId: string): Promise<JobView>;
  list(tag: string, limit: string | undefined): Promise<JobList>;
  run(requestId: string | undefined): Promise<JobList>;
}

export type Where = Pick<Options, 'channel' | 'state' | 'url' | 'token'>;

/** A call may be made again: the same request is the same job, and a job that runs isn't started. */
const defaultTries: Tries = { maxTries: 5 };

/**
 * @param scopes that the calls need
 * @throws Error when neither a URL nor a runner that is up is at hand
 */
export async function openExhaust(
  { channel, state, url, token }: Where,
  scopes: readonly string[],
  tries: Tries = defaultTries,
): Promise<Exhaust> {
  const running = url === undefined ? readRunning(state) : undefined;
  if (url === undefined && !running) {
    throw new Error(
      `${state}: expected a runner that is up, found none. Start it (npm start), or name a deployed stack with --url.`,
    );
  }
  const base = serviceUrl(url ?? running?.url ?? '', '/dataset/v1');
  const bearer = token ?? (running && (await channelToken(channel, scopes, running)));
  const headers = {
    'content-type': 'application/json',
    'x-channel-id': encodeHeaderText(channel),
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
  };
  const call = async <Result>(method: string, path: string, request?: object): Promise<Result> => {
    const body = request && { body: JSON.stringify({ request }) };
    return readAnswer<Result>(await fetchWithRetries(`${base}/request/${path}`, { method, headers, ...body }, tries));
  };
  const get = <Result>(path: string, tag: string, query: Record<string, string>) =>
    call<Result>('GET', `${path}/${encodeURIComponent(tag)}?${new URLSearchParams(query)}`);
  return {
    submit: (request) => call('POST', 'submit', request),
    read: (tag, requestId) => get('read', tag, { requestId }),
    list: (tag, limit) => get('list', tag, limit === undefined ? {} : { limit }),
    run: (requestId) => call('POST', 'run', { requestId }),
  };
}
