import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AwsError, ConnectionLost, notBuilt } from './aws-error.js';
import type { Gate } from './gate.js';
import type { Permission } from './policy.js';

/** One call of a service: which permissions it takes, and what it does. The input is the SDK's JSON. */
export interface Operation {
  permissions(input: Input): readonly Permission[];
  /** The role's ARN is for a service that does further calls in its caller's name. */
  run(input: Input, role: string): unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: each operation knows the shape of its own input, as the service's model has it
export type Input = Record<string, any>;

export interface JsonService {
  /** Folder under local/services, and the service's name in messages. */
  readonly name: string;
  /** "AWS JSON protocol": 1.0 for DynamoDB, 1.1 for the older services. */
  readonly jsonVersion: '1.0' | '1.1';
  readonly operations: Readonly<Record<string, Operation>>;
}

/** A call that is allowed. */
export interface Call {
  readonly operation: string;
  readonly input: Input;
  readonly userAgent: string | undefined;
  /** Whether the caller has ended the connection: it waits for no answer any more. */
  isGone(): boolean;
}

/** Stands around what a call does, to let it be, change or refuse it. @throws ConnectionLost to end without an answer */
export type Around = (call: Call, run: (input: Input) => unknown) => Promise<unknown>;

const asItIs: Around = async ({ input }, run) => run(input);

/** Speaks the AWS JSON protocol: the operation is the end of `x-amz-target`, errors carry their code in `__type`. */
export function serveJson(service: JsonService, gate: Gate, around: Around = asItIs): Server {
  return createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    void answer(service, gate, around, request, response);
  });
}

async function answer(
  service: JsonService,
  gate: Gate,
  around: Around,
  request: IncomingMessage,
  response: ServerResponse,
) {
  try {
    const name = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const body = await readBody(request);
    const role = gate.roleOf(request.headers.authorization);
    const operation = Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
    if (!operation) throw notBuilt(service.name, name);
    const input: Input = JSON.parse(body.toString('utf8') || '{}');
    gate.check(role, operation.permissions(input));
    const call = {
      operation: name,
      input,
      userAgent: request.headers['user-agent'],
      isGone: () => request.socket.destroyed,
    };
    send(service, response, 200, (await around(call, (changed) => operation.run(changed, role))) ?? {});
  } catch (error) {
    if (error instanceof ConnectionLost) return request.socket.destroy();
    const known = error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500);
    if (known !== error) console.error(`${service.name}: ${error instanceof Error ? error.stack : error}`);
    send(service, response, known.status, { __type: known.code, message: known.message, ...known.members });
  }
}

function send({ jsonVersion }: JsonService, response: ServerResponse, status: number, body: unknown): void {
  const data = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': `application/x-amz-json-${jsonVersion}`,
    'content-length': data.length,
    'x-amzn-requestid': randomUUID(),
  });
  response.end(data);
}

/** The whole body. No service call is larger than the 16 MiB of DynamoDB's batches. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}

/** Listens on loopback; port 0 takes a free one. @returns the port */
export function listen(server: Server, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = { EADDRINUSE: 'taken by another program', EACCES: 'not for every user to take' }[error.code ?? ''];
      reject(why ? new Error(`port ${port}: ${why}. Choose another with --port, or 0 for a free one.`) : error);
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}

/** @throws Error as `listen` does, when nobody could listen there */
export async function expectFree(port: number): Promise<void> {
  const probe = createServer();
  await listen(probe, port);
  await close(probe);
}

/** Stops listening, and waits until the requests that are under way have their answers. */
export function closeGracefully(server: Server, patienceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), patienceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** Stops listening and ends what is open. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
