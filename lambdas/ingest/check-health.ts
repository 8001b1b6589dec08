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
