import { type Answer, health } from './answers.js';

interface StreamSummary {
  readonly StreamDescriptionSummary?: { readonly StreamStatus?: string } | undefined;
}

/** Healthy means: a batch posted now would find its stream. UPDATING streams take records too. */
export async function checkHealth(describe: () => Promise<StreamSummary>, now: () => number): Promise<Answer> {
  try {
    const status = (await describe()).StreamDescriptionSummary?.StreamStatus;
    const takesRecords = status === 'ACTIVE' || status === 'UPDATING';
    return health(now(), takesRecords ? undefined : `ingest stream: expected ACTIVE, found ${status}`);
  } catch (error) {
    return health(now(), `ingest stream: ${(error as Error).name}`);
  }
}

/** "Kinesis quotas": an account may ask for 20 stream summaries a second, and anyone may ask for our health. */
const rememberMs = 5_000;

/** The check as a route answers it: the stream is asked at most once in five seconds an environment. */
export function healthCheck(describe: () => Promise<StreamSummary>, now: () => number): () => Promise<Answer> {
  let known: { readonly until: number; readonly answer: Promise<Answer> } | undefined;
  return () => {
    if (!known || known.until <= now()) known = { until: now() + rememberMs, answer: checkHealth(describe, now) };
    return known.answer;
  };
}
