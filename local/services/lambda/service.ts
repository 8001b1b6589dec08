import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AwsError, notBuilt } from '../../calls/aws-error.js';
import type { Gate } from '../../calls/gate.js';
import { readBody } from '../../calls/json-service.js';
import type { LocalFunction } from './local-function.js';
import { throttled } from './messages.js';

/** "Lambda quotas": bytes of a synchronous invocation's event, and of its answer. */
const maxPayloadBytes = 6 * 1024 * 1024;
const invocations = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(?:\?.*)?$/;

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * Lambda, as far as one function invokes another: Invoke, synchronously.
 *
 * @param functions by ARN; asked at each call, since functions are told the server's address and come after it
 */
export function serveLambda(functions: () => ReadonlyMap<string, LocalFunction>, gate: Gate): Server {
  return createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    void respond(functions(), gate, request, response);
  });
}

async function respond(
  functions: ReadonlyMap<string, LocalFunction>,
  gate: Gate,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    send(response, await invoke(functions, gate, request));
  } catch (error) {
    const known = error instanceof AwsError ? error : new AwsError('ServiceException', String(error), 500);
    if (known !== error) console.error(`lambda: ${error instanceof Error ? error.stack : error}`);
    const body = { Type: known.status < 500 ? 'User' : 'Service', message: known.message };
    send(response, { status: known.status, headers: { 'x-amzn-errortype': known.code }, body });
  }
}

async function invoke(
  functions: ReadonlyMap<string, LocalFunction>,
  gate: Gate,
  request: IncomingMessage,
): Promise<Answer> {
  const { method, url = '', headers } = request;
  const [, name] = invocations.exec(url) ?? [];
  const payload = await readBody(request);
  if (method !== 'POST' || name === undefined) throw notBuilt('lambda', `${method} ${url}`);
  const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (type !== 'RequestResponse') throw notBuilt('lambda', `Invoke with InvocationType ${type}`);

  const role = gate.roleOf(headers.authorization);
  const fn = find(functions, decodeURIComponent(name));
  gate.check(role, [{ action: 'lambda:InvokeFunction', resource: fn.arn }]);
  if (payload.length > maxPayloadBytes) {
    const message = `Request must be smaller than ${maxPayloadBytes} bytes for the InvokeFunction operation`;
    throw new AwsError('RequestTooLargeException', message, 413);
  }
  const { result, error } = { result: undefined, ...(await fn.invoke(readEvent(payload))) };
  const version = { 'x-amz-executed-version': '$LATEST' };
  if (!error) return { status: 200, headers: version, body: result ?? null };
  if (error.errorType === throttled.errorType) throw new AwsError(error.errorType, error.errorMessage, 429);
  // "Invoke: a function's own error is answered with 200 and X-Amz-Function-Error".
  return { status: 200, headers: { ...version, 'x-amz-function-error': 'Unhandled' }, body: error };
}

/** By name, or by its whole or partial ARN: each ends in the name. */
function find(functions: ReadonlyMap<string, LocalFunction>, wanted: string): LocalFunction {
  const fn = functions.get(wanted) ?? [...functions.values()].find(({ name }) => name === wanted.split(':').at(-1));
  if (fn) return fn;
  throw new AwsError('ResourceNotFoundException', `Function not found: ${wanted}`, 404);
}

function readEvent(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8') || '{}');
  } catch (error) {
    const message = `Could not parse request body into json: ${(error as Error).message}`;
    throw new AwsError('InvalidRequestContentException', message, 400);
  }
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const data = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': data.length,
    'x-amzn-requestid': randomUUID(),
    ...headers,
  });
  response.end(data);
}
