import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { lambdaClient, s3Client } from '../shared/aws/clients.js';
import { s3Objects } from '../shared/aws/s3-objects.js';
import { readCount, readEnv, readJson } from '../shared/function/env.js';
import { metrics } from '../shared/function/observe.js';
import { observed } from '../shared/function/observed.js';
import { readSince } from '../shared/rework/read-since.js';
import { stageInvoker } from './aws/stage-invoker.js';
import { redriveObject } from './redrive-object.js';

const env = readEnv({ bucket: 'UNDELIVERED_BUCKET' });
/** Stage → its function. */
const functions = readJson('STAGE_FUNCTIONS') as Readonly<Record<string, string>>;
const invocationMs = readCount('STAGE_TIMEOUT_SECONDS') * 1_000;
const lambda = lambdaClient(invocationMs);
const objects = s3Objects(s3Client(), env.bucket);

/** What the state machine says of an object. */
interface RedriveInput {
  readonly stage: string;
  readonly key: string;
  readonly since: string | null;
  readonly dryRun: boolean;
}

/** An object of the undelivered bucket → the stage that gave up on it. */
export const handler = observed(async ({ stage, key, since, dryRun }: RedriveInput, context: Context) => {
  const target = functions[stage];
  if (!target) throw new Error(`stage: expected one of ${Object.keys(functions).join(', ')}, found "${stage}".`);
  const invoke = stageInvoker(lambda, target);
  const remainingMs = () => context.getRemainingTimeInMillis();
  const task = { key, since: readSince(since), dryRun };
  const books = await redriveObject(task, { ...objects, invoke, remainingMs, invocationMs });
  metrics.addMetric('redriven', MetricUnit.Count, books.counts.through ?? 0);
  return books;
});
