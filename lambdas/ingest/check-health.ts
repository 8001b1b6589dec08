import { type Answer, health } from './answers.js';

interface StreamSummary {
  readonly StreamDescriptionSummary?: { readonly StreamStatus?: string } | undefined;
}

/** What a health check looks at. */
export interface HealthPorts {
  /** Asks the ingest stream for its status. */
  describe(): Promise<StreamSummary>;
  /** What is wrong with this environment's own writes, if anything. */
  writeProblem(): string | undefined;
  /** Epoch milliseconds. */
  now(): number;
}

/** "Kinesis quotas": an account may ask for 20 stream summaries a second, and anyone may ask for our health. */
const rememberMs = 5_000;

/**
 * The check as a route answers it. Healthy means: a batch posted now would find its stream, and the last one here did.
 * The stream is asked at most once in five seconds an environment.
 */
export function healthCheck({ describe, writeProblem, now }: HealthPorts): () => Promise<Answer> {
  let known: { readonly until: number; readonly problem: Promise<string | undefined> } | undefined;
  return async () => {
    if (!known || known.until <= now()) known = { until: now() + rememberMs, problem: statusProblem(describe) };
    return health(now(), (await known.problem) ?? writeProblem());
  };
}

/** UPDATING streams take records too. */
async function statusProblem(describe: HealthPorts['describe']): Promise<string | undefined> {
  try {
    const status = (await describe()).StreamDescriptionSummary?.StreamStatus;
    const takesRecords = status === 'ACTIVE' || status === 'UPDATING';
    return takesRecords ? undefined : `ingest stream: expected ACTIVE, found ${status}`;
  } catch (error) {
    return `ingest stream: ${(error as Error).name}`;
  }
}
