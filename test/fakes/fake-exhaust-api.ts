import { createServer, type IncomingHttpHeaders } from 'node:http';
import { close, listen } from '../../local/calls/json-service.js';

/** A call as it came. */
export interface SeenCall {
  readonly call: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export interface FakeAnswer {
  readonly status?: number;
  readonly body: object | string;
  readonly location?: string;
}

/** The exhaust API's envelope around a result. */
export const done = (result: object): FakeAnswer => ({
  body: {
    id: 'ekstep.analytics.dataset.request.info',
    ver: '1.0',
    params: { status: 'successful', client_key: null },
    responseCode: 'OK',
    result,
  },
});

/** … and around a refusal; `OK` is how it says that a job isn't there. */
export const refused = (status: number, err: string, errmsg: string): FakeAnswer => ({
  status,
  body: {
    id: 'ekstep.analytics.dataset.request.submit',
    ver: '1.0',
    params: { err, status: 'failed', errmsg, client_key: null },
    responseCode: err,
    result: null,
  },
});

/** An HTTP server that answers `METHOD /path` (without the query) from lists; the last answer of a list stays. */
export async function fakeExhaustApi() {
  const answers = new Map<string, FakeAnswer[]>();
  const seen: SeenCall[] = [];
  const server = createServer(async (request, response) => {
    const { method, url = '', headers } = request;
    let text = '';
    for await (const chunk of request) text += chunk;
    seen.push({ call: `${method} ${url}`, headers, body: text === '' ? undefined : JSON.parse(text) });
    const list = answers.get(`${method} ${url.split('?')[0]}`) ?? [];
    const answer = list.length > 1 ? list.shift() : list[0];
    const { status = 200, body, location } = answer ?? { status: 404, body: { message: 'Not Found' } };
    response.writeHead(status, { ...(location !== undefined && { location }) });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  const origin = `http://127.0.0.1:${await listen(server)}`;
  return {
    origin,
    url: origin,
    seen,
    answer: (call: string, ...list: FakeAnswer[]) => void answers.set(call, list),
    close: () => close(server),
  };
}
