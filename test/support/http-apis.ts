import { request } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { close, listen } from '../../local/calls/json-service.js';
import { type HttpApi, type HttpRoute, serveHttpApi } from '../../local/services/api-gateway/http-api.js';
import { Throttle } from '../../local/services/api-gateway/throttle.js';
import type { Outcome } from '../../local/services/lambda/messages.js';
import { useClosing } from './closing.js';
import { fakeFunction } from './functions.js';

export const route = 'POST /v1/telemetry';
export const ok: Outcome = { result: { statusCode: 200, body: 'fine' } };

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Request {
  readonly method?: string;
  /** Sent as it is, be it a URL or not. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Uint8Array;
}

const patienceMs = 5_000;

/** Serves `POST /v1/telemetry` (and `GET /health`, without `onRoute`) on a free port for a function that answers as told. */
export function useHttpApi() {
  const closing = useClosing();
  return async (
    answer: (event: APIGatewayProxyEventV2) => Outcome | Promise<Outcome> = () => ok,
    overrides: Partial<Pick<HttpApi, 'cors' | 'throttle'>> = {},
    onRoute: Partial<HttpRoute> = {},
  ) => {
    const lines: string[] = [];
    const target = fakeFunction<APIGatewayProxyEventV2>(answer);
    const server = serveHttpApi({
      cors: undefined,
      routes: new Map([
        [route, { target, ...onRoute }],
        ['GET /health', { target }],
      ]),
      throttle: new Throttle(1_000, 1_000),
      onError: (line) => void lines.push(line),
      ...overrides,
    });
    const port = await listen(server);
    closing(() => close(server));
    return {
      lines,
      url: `http://127.0.0.1:${port}`,
      events: target.events,
      send: (sent: Request = {}) => send(port, sent),
    };
  };
}

/** Without `fetch`, which adds headers of its own and mends paths. */
function send(port: number, { method = 'POST', path = '/v1/telemetry', headers = {}, body }: Request): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { port, host: '127.0.0.1', method, path, headers: { ...headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    sent.setTimeout(patienceMs, () => sent.destroy(new Error(`no answer within ${patienceMs} ms`)));
    sent.on('error', reject);
    sent.end(body);
  });
}
