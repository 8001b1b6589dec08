import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Gate } from '../../calls/gate.js';
import type { Permission } from '../../calls/policy.js';
import type { ObjectStore } from './object-store.js';
import type { S3Request } from './request.js';

/** One call, let in by its key. */
export interface Call extends S3Request {
  readonly store: ObjectStore;
  readonly gate: Gate;
  /** Role ARN. */
  readonly role: string;
  /** For its body. */
  readonly incoming: IncomingMessage;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  /** A text is an XML document. */
  readonly body?: string | Readable;
}

/** One operation of the S3 API: which permissions it takes, and what it does. */
export interface S3Operation {
  permissions(request: S3Request): readonly Permission[];
  run(call: Call): Promise<Answer>;
}

/** A permission on the bucket of a request. */
export function onBucket(action: string, { bucket }: S3Request): Permission {
  return { action, resource: `arn:aws:s3:::${bucket}` };
}

/** A permission on the object of a request, or on another of the same bucket. */
export function onObject(action: string, { bucket, key }: S3Request, otherKey = key): Permission {
  return { action, resource: `arn:aws:s3:::${bucket}/${otherKey}` };
}
