import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { s3Client } from '../shared/clients.js';
import { readEnv, readJson } from '../shared/env.js';
import type { Day } from '../shared/exhaust/days.js';
import { metrics } from '../shared/observe.js';
import { observed } from '../shared/observed.js';
import { fileUploader, resultRecords } from '../shared/s3-files.js';
import { type PlanInput, type PlanSettings, planDays } from './plan-days.js';
import { type WriteSettings, writeDay } from './write-day.js';

const { lake } = readEnv({ lake: 'LAKE_BUCKET' });
const settings = readJson('SESSIONS') as PlanSettings & WriteSettings;
const s3 = s3Client();
const upload = fileUploader(s3, lake);

/** A day, and where the answer to its query lies. */
type WriteInput = { readonly run: { readonly day: Day }; readonly result: string };

/** The steps of the state machine, but for the query between them. */
const steps = {
  plan: async (input: PlanInput) => planDays(input, settings, Date.now()),
  write: async ({ run, result }: WriteInput) => {
    const written = await writeDay(run.day, settings, { records: () => resultRecords(s3, result), upload });
    metrics.addMetric('sessions', MetricUnit.Count, written.sessions);
    return written;
  },
};

type StepInput = { readonly [K in keyof typeof steps]: { readonly step: K } & Parameters<(typeof steps)[K]>[0] };

/** Days to make → their queries; a query's result → the file of a day. */
export const handler = observed(async ({ step, ...input }: StepInput[keyof StepInput]) => {
  const run = steps[step] as (input: unknown) => Promise<unknown>;
  return run(input);
});
