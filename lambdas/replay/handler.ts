import type { Context } from 'aws-lambda';
import { kinesisClient, s3Client } from '../shared/aws/clients.js';
import { s3Objects } from '../shared/aws/s3-objects.js';
import { frameForwarder } from '../shared/frames/aws/forward-frames.js';
import { readEnv, readJson } from '../shared/function/env.js';
import { count } from '../shared/function/observe.js';
import { observed } from '../shared/function/observed.js';
import { registrationLookup } from '../shared/registry/registration-lookup.js';
import { readSince } from '../shared/rework/read-since.js';
import type { JudgingSettings } from '../shared/telemetry/judge-rules.js';
import { type ReplayInput, type ReplayPorts, replayObject } from './replay-object.js';

const env = readEnv({ bucket: 'LAKE_BUCKET', outputStream: 'OUTPUT_STREAM' });
const judging = readJson('JUDGING') as JudgingSettings;
const forward = frameForwarder(kinesisClient(), env.outputStream);
const askRegistrations = registrationLookup();
const objects = s3Objects(s3Client(), env.bucket);
/** Kept back from the time to try in, so that the marker is still written. */
const reserveMs = 10_000;

/** An object of the failed book → Kinesis `ingest`, as far as it is valid now. */
export const handler = observed(async ({ since, ...task }: ReplayInput, context: Context) => {
  const remainingMs = () => context.getRemainingTimeInMillis() - reserveMs;
  const ports: ReplayPorts = {
    ...objects,
    askRegistrations: askRegistrations(remainingMs),
    remainingMs: () => context.getRemainingTimeInMillis(),
    async forward(frames) {
      const done = await forward(frames, remainingMs);
      const events = done.taken.flatMap((frame) => frame.events).length;
      count({ received: events, forwarded: events });
      return done;
    },
  };
  return replayObject({ ...task, since: readSince(since) }, judging, ports);
});
