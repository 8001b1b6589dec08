import type { Context } from 'aws-lambda';
import { kinesisClient, s3Client } from '../shared/clients.js';
import { readEnv, readJson } from '../shared/env.js';
import { count } from '../shared/observe.js';
import { observed } from '../shared/observed.js';
import { putAllOrThrow } from '../shared/put-all.js';
import { recordWriter } from '../shared/put-records.js';
import { readSince } from '../shared/read-since.js';
import { s3Objects } from '../shared/s3-objects.js';
import type { JudgingSettings } from '../shared/telemetry/judge-rules.js';
import { type ReplayPorts, type ReplayTask, replayObject } from './replay-object.js';

const env = readEnv({ bucket: 'LAKE_BUCKET', outputStream: 'OUTPUT_STREAM' });
const judging = readJson('JUDGING') as JudgingSettings;
const kinesis = kinesisClient();
const objects = s3Objects(s3Client(), env.bucket);
/** Kept back from the time to try in, so that the marker is still written. */
const reserveMs = 10_000;

/** What the state machine says of an object. */
type ReplayInput = Omit<ReplayTask, 'since'> & { readonly since: string | null };

/** An object of the failed book → Kinesis `ingest`, as far as it is valid now. */
export const handler = observed(async ({ since, ...task }: ReplayInput, context: Context) => {
  const writer = recordWriter(kinesis, env.outputStream, () => context.getRemainingTimeInMillis() - reserveMs);
  let forwarded = 0;
  const ports: ReplayPorts = {
    ...objects,
    remainingMs: () => context.getRemainingTimeInMillis(),
    async forward(records, events) {
      await putAllOrThrow(records, writer);
      forwarded += events;
    },
  };
  try {
    return await replayObject({ ...task, since: readSince(since) }, judging, ports);
  } finally {
    count({ received: forwarded, forwarded });
  }
});
