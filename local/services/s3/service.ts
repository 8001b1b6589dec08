import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { notBuilt } from '../../calls/aws-error.js';
import type { Gate } from '../../calls/gate.js';
import { authorizationOf } from './authorization.js';
import { bucketOperations } from './bucket-operations.js';
import { multipartOperations } from './multipart-operations.js';
import { objectOperations } from './object-operations.js';
import type { ObjectStore } from './object-store.js';
import type { Answer, S3Operation } from './operation.js';
import { readRequest, type S3Request } from './request.js';
import { operationOf } from './routes.js';
import { s3ErrorOf } from './s3-error.js';
import { writeError, type Xml } from './xml.js';

const operations: Readonly<Record<string, S3Operation>> = {
  ...objectOperations,
  ...multipartOperations,
  ...bucketOperations,
};

/** Speaks the REST protocol of S3 in path style, as SDKs do to an IP address. */
export function serveS3(store: ObjectStore, gate: Gate): Server {
  // An upload may take longer than Node's five minutes for a request.
  return createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, (incoming, response) => {
    void respond(store, gate, incoming, response);
  });
}

async function respond(store: ObjectStore, gate: Gate, incoming: IncomingMessage, response: ServerResponse) {
  try {
    await send(response, await answer(store, gate, incoming));
  } catch (error) {
    if (incoming.destroyed && !incoming.complete) return;
    if (response.headersSent) return void response.destroy();
    await send(response, errorAnswer(error, incoming)).catch(() => response.destroy());
  } finally {
    // What is left of a refused upload is read away: only then does its client come to read the answer.
    incoming.unpipe();
    incoming.resume();
  }
}

async function answer(store: ObjectStore, gate: Gate, incoming: IncomingMessage): Promise<Answer> {
  const request = readRequest(incoming);
  const role = gate.roleOf(authorizationOf(request));
  const operation = findOperation(request);
  gate.check(role, operation.permissions(request));
  return operation.run({ ...request, store, gate, role, incoming });
}

function findOperation(request: S3Request): S3Operation {
  const name = operationOf(request);
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation) throw notBuilt('s3', name);
  return operation;
}

async function send(response: ServerResponse, { status = 200, headers, body }: Answer): Promise<void> {
  const document = typeof body === 'string' ? Buffer.from(body) : undefined;
  response.writeHead(status, {
    'x-amz-request-id': randomUUID(),
    ...(document && { 'content-type': 'application/xml', 'content-length': document.length }),
    ...headers,
  });
  if (body instanceof Readable) await pipeline(body, response);
  else response.end(document);
}

function errorAnswer(error: unknown, { url }: IncomingMessage): Answer {
  const { code, message, status, members } = s3ErrorOf(error);
  const document = { Code: code, Message: message, ...members, Resource: url?.split('?')[0] };
  return { status, body: writeError(document as Xml) };
}
