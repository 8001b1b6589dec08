/** Codes of Node, of its fetch and of the AWS SDK for a call that nobody answered; to be read after "found". */
const words: Readonly<Record<string, string>> = {
  EAI_AGAIN: 'no name server that answers',
  ECONNREFUSED: 'nobody who listens there',
  ECONNRESET: 'a connection that was cut',
  EHOSTUNREACH: 'no way to that host',
  ENETUNREACH: 'no network',
  ENOTFOUND: 'no host of that name',
  EPIPE: 'a connection that was cut',
  ETIMEDOUT: 'no answer in time',
  TimeoutError: 'no answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'no answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_SOCKET: 'a connection that was cut',
};

/** The OpenSearch client passes on no code but that in the message: `connect ECONNREFUSED 127.0.0.1:9200`. */
const inText = new RegExp(`\\b(?:${Object.keys(words).join('|')})\\b`);

interface Trouble extends NodeJS.ErrnoException {
  /** Of an AggregateError. */
  readonly errors?: readonly unknown[];
  readonly hostname?: string;
  readonly address?: string;
  readonly port?: number;
}

/** Why nobody answered a call, in words with the address where it is known; `undefined` for any other error. */
export function networkTrouble(error: unknown): string | undefined {
  for (const found of chainOf(error)) {
    const { code = '', name, message = '', hostname, address, port } = found;
    const what = words[code] ?? words[name] ?? words[inText.exec(message)?.[0] ?? ''];
    if (what === undefined) continue;
    const where = hostname ?? (address === undefined ? undefined : `${address}${port ? `:${port}` : ''}`);
    return `${what}${where === undefined ? '' : ` (${where})`}`;
  }
  return undefined;
}

/** An error, those that it gathers and those that caused it: `fetch` and the OpenSearch client wrap what happened. */
function* chainOf(error: unknown): Generator<Trouble> {
  if (typeof error !== 'object' || error === null) return;
  const trouble = error as Trouble;
  yield trouble;
  for (const one of trouble.errors ?? []) yield* chainOf(one);
  yield* chainOf(trouble.cause);
}
