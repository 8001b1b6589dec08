/** What a client sees of how far a job is. */
export const jobStatuses = ['SUBMITTED', 'PROCESSING', 'SUCCESS', 'FAILED'] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** Formats that a file can be asked for in; `json` is one object a line. */
export const outputFormats = ['csv', 'json'] as const;
export type OutputFormat = (typeof outputFormats)[number];

/** Failures after which a job isn't tried again. Upstream's limit of `iteration`. */
export const maxAttempts = 3;
/** Characters of a failure's text that are kept. Upstream's column `err_message`. */
export const maxMessageLength = 300;

/** What was asked for. */
export interface JobRequest {
  readonly dataset: string;
  /** As it was sent. */
  readonly datasetConfig: Readonly<Record<string, unknown>>;
  readonly outputFormat: OutputFormat;
  /** The caller's own key for its jobs, without the channel. */
  readonly tag: string;
  readonly channel: string;
  readonly requestedBy: string;
}

/** A run's hold on a job. */
export interface Claim {
  readonly runId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Epoch milliseconds after which the run counts as dead, unless it has renewed its claim. */
  readonly until: number;
}

/** A request for data and what became of it. Times are epoch milliseconds. */
export interface Job extends JobRequest {
  readonly requestId: string;
  readonly status: JobStatus;
  /** Failures so far, 0 to `maxAttempts`. */
  readonly attempts: number;
  readonly submittedAt: number;
  readonly completedAt?: number;
  readonly executionMs?: number;
  /** Why it failed; after a success what is to be known of its files, mostly nothing. */
  readonly statusMessage?: string;
  /** Names of the files under the job's folder; only a job that is SUCCESS has any. */
  readonly files: readonly string[];
  /** The password of the files, encrypted by KMS; gone once no run can need it. */
  readonly encryptedKey?: string;
  /** Of a job that is PROCESSING. */
  readonly claim?: Claim;
  /** Run that ended it, which alone tells of that. */
  readonly endedBy?: string;
  /** FAILED for a reason that no further attempt would change. */
  readonly isFinal?: true;
}

/** The tag as it is stored and answered. A channel has no colon, so no two of them make the same one. */
export const storedTag = (tag: string, channel: string): string => `${tag}:${channel}`;

/** S3 key of a job's file: `exhaust/<dataset>/<requestId>/<name>`. */
export const fileKey = ({ dataset, requestId }: Pick<Job, 'dataset' | 'requestId'>, name: string): string =>
  `exhaust/${dataset}/${requestId}/${name}`;

/** When a job may next be run: at once, when its run counts as dead, or (`undefined`) never. Epoch milliseconds. */
export function dueAt({ status, submittedAt, completedAt, attempts, isFinal, claim }: Job): number | undefined {
  if (status === 'SUBMITTED') return submittedAt;
  if (status === 'PROCESSING') return claim?.until;
  return status === 'FAILED' && attempts < maxAttempts && !isFinal ? completedAt : undefined;
}
