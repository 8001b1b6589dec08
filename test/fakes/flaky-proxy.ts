import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as openRequest,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** `lose-answer`: the server answers, the client never hears. `refuse`: 503, the server never hears. */
export type Treatment = 'pass' | 'lose-answer' | 'refuse';

export interface SeenPost {
  readonly path: string;
  readonly treatment: Treatment;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer | string;
}

type Forward = () => Promise<Answer>;

const refusal: Answer = {
  status: 503,
  headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
  body: '{"message":"Service Unavailable"}',
};

const treat: Record<Treatment, (response: ServerResponse, forward: Forward) => Promise<void>> = {
  pass: async (response, forward) => send(response, await forward()),
  'lose-answer': async (response, forward) => {
    await forward();
    response.destroy();
  },
  refuse: async (response) => send(response, refusal),
};

/** Stands between a client and a server, and spoils as many POSTs as its plan names, in that order; the rest passes. */
export class FlakyProxy {
  readonly posts: SeenPost[] = [];
  readonly preflights: IncomingHttpHeaders[] = [];

  private constructor(
    private readonly target: string,
    private readonly plan: Treatment[],
    private readonly server: Server,
  ) {
    server.on('request', (request, response) => {
      this.serve(request, response).catch((error) => response.destroy(error));
    });
  }

  /** @param target URL without a slash at the end */
  static async start(target: string, plan: readonly Treatment[] = []): Promise<FlakyProxy> {
    const proxy = new FlakyProxy(target, [...plan], createServer().listen(0, '127.0.0.1'));
    await once(proxy.server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const { method, url: path = '/', headers } = request;
    const forward: Forward = () => ask(`${this.target}${path}`, method, headers, body);
    if (method === 'OPTIONS') this.preflights.push(headers);
    if (method !== 'POST') return treat.pass(response, forward);
    const treatment = this.plan.shift() ?? 'pass';
    this.posts.push({ path, treatment, headers, body: body.toString() });
    return treat[treatment](response, forward);
  }
}

async function ask(url: string, method: string | undefined, headers: IncomingHttpHeaders, body: Buffer) {
  const request = openRequest(url, { method, headers, agent: false }).end(body);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 502, headers: answer.headers, body: await buffer(answer) };
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  // A browser itself re-sends, unasked, what is lost on a connection that was used before.
  response.writeHead(status, { ...headers, connection: 'close' }).end(body);
}
