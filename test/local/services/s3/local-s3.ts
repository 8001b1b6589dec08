import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { S3Client } from '@aws-sdk/client-s3';
import { Gate } from '../../../../local/calls/gate.js';
import { close, listen } from '../../../../local/calls/json-service.js';
import type { Statement } from '../../../../local/calls/policy.js';
import { ObjectStore } from '../../../../local/services/s3/object-store.js';
import { serveS3 } from '../../../../local/services/s3/service.js';

/** May do everything. */
export const ownerKey = 'AKIDOWNER';
/** May put under `aws/lambda/` in the lake, and nothing else. */
export const lambdaKey = 'AKIDLAMBDA';
/** May get objects of the lake, and not list them. */
export const readerKey = 'AKIDREADER';

export const bucket = 'lake';

/** A store with its server, in a folder of its own. */
export interface LocalS3 {
  readonly folder: string;
  readonly store: ObjectStore;
  readonly port: number;
  /** As an owner. */
  readonly client: S3Client;
  readonly lambdaClient: S3Client;
  /** What the gate told of refused calls. */
  readonly denied: string[];
  readonly stop: () => Promise<void>;
}

export async function startS3(): Promise<LocalS3> {
  const folder = await newFolder();
  const store = new ObjectStore(folder, [bucket, 'other']);
  const denied: string[] = [];
  const server = serveS3(store, aGate(denied));
  const port = await listen(server);
  const [client, lambdaClient] = [aClient(port, ownerKey), aClient(port, lambdaKey)];
  const stop = async () => {
    client.destroy();
    lambdaClient.destroy();
    await close(server);
    await rm(folder, { recursive: true });
  };
  return { folder, store, port, client, lambdaClient, denied, stop };
}

export function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 's3-'));
}

export function aClient(port: number, accessKeyId: string): S3Client {
  return new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'ap-south-1',
    credentials: { accessKeyId, secretAccessKey: 'of no account' },
    maxAttempts: 1,
  });
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request byte for byte as given, with the owner's key unless told otherwise. */
export function raw(port: number, method: string, path: string, headers: OutgoingHttpHeaders = {}, body = '') {
  return new Promise<RawAnswer>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers: { ...authorizedBy(ownerKey), ...headers } });
    sent.on('error', reject);
    sent.on('response', async (answer) => {
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) });
    });
    sent.end(body);
  });
}

export function authorizedBy(accessKey: string): { authorization: string } {
  return { authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/20261120/ap-south-1/s3/aws4_request` };
}

/** The query of a presigned URL; its signature is not looked at. */
export function presigned({ key = ownerKey, at = new Date(), expires = '900' }): URLSearchParams {
  return new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD',
    'X-Amz-Credential': `${key}/20261120/ap-south-1/s3/aws4_request`,
    'X-Amz-Date': at.toISOString().replace(/[-:]|\.\d+/g, ''),
    'X-Amz-Expires': expires,
    'X-Amz-SignedHeaders': 'host',
  });
}

/** Everything that is in the folder, the store's own files too. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}

function aGate(denied: string[]): Gate {
  const statements: Readonly<Record<string, Statement>> = {
    [ownerKey]: allow('s3:*', '*'),
    [lambdaKey]: allow('s3:PutObject', `arn:aws:s3:::${bucket}/aws/lambda/*`),
    [readerKey]: allow('s3:GetObject', `arn:aws:s3:::${bucket}/*`),
  };
  const names = Object.keys(statements);
  const keys = Object.fromEntries(names.map((key) => [key, roleOf(key)]));
  const roles = Object.fromEntries(Object.entries(statements).map(([key, statement]) => [roleOf(key), [statement]]));
  return new Gate({ roles, keys, resourcePolicies: [] }, (line) => denied.push(line));
}

function roleOf(key: string): string {
  return `arn:aws:iam::000000000000:role/${key.slice('AKID'.length)}`;
}

function allow(action: string, resource: string): Statement {
  const none = { notActions: [], notResources: [], principals: [], conditions: [] };
  return { effect: 'Allow', actions: [action], resources: [resource], ...none };
}
