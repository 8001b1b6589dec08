import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { dynamoClient, kmsClient, s3Client } from '../shared/aws/clients.js';
import { dynamoJobs } from '../shared/exhaust/aws/dynamo-jobs.js';
import { filePasswords } from '../shared/exhaust/aws/file-passwords.js';
import type { ExhaustRun } from '../shared/exhaust/dataset.js';
import { readEnv, readJson } from '../shared/function/env.js';
import { metrics } from '../shared/function/observe.js';
import { observed } from '../shared/function/observed.js';
import { fileUploader, resultRecords } from '../shared/lake/aws/s3-files.js';
import { dynamoRegistry } from '../shared/registry/aws/dynamo-registry.js';
import { kmsDataKeys } from '../shared/registry/aws/kms-data-keys.js';
import { openText } from '../shared/registry/sealing.js';
import type { WriteSettings } from './write-exhaust.js';
import { writeJob } from './write-job.js';

const env = readEnv({ jobs: 'JOBS_TABLE', passwords: 'PASSWORD_KEY', lake: 'LAKE_BUCKET' });
const { table, keyId } = readEnv({ table: 'REGISTRY_TABLE', keyId: 'REGISTRY_KEY' });
const settings = readJson('EXHAUST') as WriteSettings;
const [client, s3, kms, now] = [dynamoClient(), s3Client(), kmsClient(), Date.now];
const dataKeys = kmsDataKeys({ client: kms, keyId, now });

/** What the state machine says of a run; `result` is where the query's answer lies, if there was one. */
type WriteInput = { readonly run: ExhaustRun; readonly runId: string; readonly result?: string };

/** A query's result, or the registry → the file of a job. */
export const handler = observed(async ({ result, ...input }: WriteInput, context: Context) => {
  const ended = await writeJob(input, settings, {
    ...dynamoRegistry({ client, table, remainingMs: () => context.getRemainingTimeInMillis() - 5_000 }),
    jobs: dynamoJobs(client, env.jobs),
    decrypt: filePasswords(kms, env.passwords).decrypt,
    records: () => resultRecords(s3, result ?? ''),
    open: (sealed) => openText(sealed, dataKeys),
    upload: fileUploader(s3, env.lake),
    onUnreadable: (lines) => metrics.addMetric('unreadable', MetricUnit.Count, lines),
    now,
  });
  metrics.addMetric(ended.kind, MetricUnit.Count, 1);
  return ended;
});
