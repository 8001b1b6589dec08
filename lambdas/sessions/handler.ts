import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { dynamoClient, s3Client } from '../shared/aws/clients.js';
import { readEnv, readJson } from '../shared/function/env.js';
import { metrics } from '../shared/function/observe.js';
import { observed } from '../shared/function/observed.js';
import { fileUploader, resultRecords } from '../shared/lake/aws/s3-files.js';
import type { Day } from '../shared/lake/days.js';
import { dynamoRegistry } from '../shared/registry/aws/dynamo-registry.js';
import { type PlanInput, type PlanSettings, planDays } from './plan-days.js';
import { type WriteSettings, writeDay } from './write-day.js';

const { lake, table } = readEnv({ lake: 'LAKE_BUCKET', table: 'REGISTRY_TABLE' });
const settings = readJson('SESSIONS') as PlanSettings & WriteSettings;
const [client, s3] = [dynamoClient(), s3Client()];
const upload = fileUploader(s3, lake);

/** A day, and where the answer to its query lies. */
type WriteInput = { readonly run: { readonly day: Day }; readonly result: string };

/** The steps of the state machine, but for the query between them. */
const steps = {
  plan: async (input: PlanInput) => planDays(input, settings, Date.now()),
  write: async ({ run, result }: WriteInput, remainingMs: () => number) => {
    const { standingsOf } = dynamoRegistry({ client, table, remainingMs });
    const records = () => resultRecords(s3, result);
    const written = await writeDay(run.day, settings, { records, standingsOf, upload });
    for (const name of ['sessions', 'unreadable'] as const) metrics.addMetric(name, MetricUnit.Count, written[name]);
    return written;
  },
};

type StepInput = { readonly [K in keyof typeof steps]: { readonly step: K } & Parameters<(typeof steps)[K]>[0] };

/** Days to make → their queries; a query's result → the file of a day. */
export const handler = observed(async ({ step, ...input }: StepInput[keyof StepInput], context: Context) => {
  const run = steps[step] as (input: unknown, remainingMs: () => number) => Promise<unknown>;
  return run(input, () => context.getRemainingTimeInMillis() - 5_000);
});
