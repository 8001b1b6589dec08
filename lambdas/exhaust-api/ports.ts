import type { DataRequest } from '../shared/exhaust/check-request.js';
import type { Job } from '../shared/exhaust/job.js';
import type { JobStore } from '../shared/exhaust/job-store.js';
import type { RawBody } from '../shared/http/raw-body.js';
import type { Presign } from './aws/presign-file.js';
import type { KnownLinkKeys } from './link-keys.js';

/** A call of the API, taken out of its HTTP request. */
export interface ExhaustRequest {
  /** Variables of the route's path. */
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: RawBody;
  /** Header `X-Channel-ID`. */
  readonly channel: string | undefined;
  /** Whom the token is of; without one, the header `X-Consumer-ID`. */
  readonly consumer: string | undefined;
  /** Channels that the token is bound to; `undefined` where it is bound to none, or where there is no token. */
  readonly channels: readonly string[] | undefined;
  /** Scheme and host that the API was called by. */
  readonly origin: string;
}

export interface ExhaustPorts {
  readonly jobs: JobStore;
  readonly linkKeys: KnownLinkKeys;
  /** What is wrong with the data that is asked for, in words for who asks; `undefined` when nothing is. */
  findFault(request: DataRequest, now: number): string | undefined;
  /** @returns the password as it is stored */
  encryptKey(password: string, requestId: string): Promise<string>;
  /** Absent where there is nothing that runs jobs. */
  readonly startRun: ((jobs: readonly Job[]) => Promise<void>) | undefined;
  /** Whether a job is run as soon as it is submitted, and doesn't wait for the schedule. */
  readonly runOnSubmit: boolean;
  /** A short URL to a file; `undefined` where the file is gone. Throws DependencyError when that can't be told. */
  readonly presign: Presign;
  /** `none`: whoever asks may name any channel. Stage `local` alone. */
  readonly tokens: 'required' | 'none';
  /** Epoch milliseconds. */
  now(): number;
  /** A new UUID. */
  newId(): string;
  /** Told of each broken dependency, which the answer only hints at. */
  onBroken(error: Error): void;
}
