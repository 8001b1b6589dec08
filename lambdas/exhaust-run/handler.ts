import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { dynamoClient } from '../shared/aws/clients.js';
import { dynamoJobs } from '../shared/exhaust/aws/dynamo-jobs.js';
import type { PrepareSettings } from '../shared/exhaust/prepare-run.js';
import { readEnv, readJson } from '../shared/function/env.js';
import { logger, metrics } from '../shared/function/observe.js';
import { observed } from '../shared/function/observed.js';
import { dynamoRegistry } from '../shared/registry/aws/dynamo-registry.js';
import { type Caught, failJob, failureOf } from './fail-job.js';
import { type PlanInput, planRuns } from './plan-runs.js';
import { type RunOf, takeJob } from './take-job.js';

const env = readEnv({ jobs: 'JOBS_TABLE', registry: 'REGISTRY_TABLE' });
const settings = readJson('EXHAUST') as PrepareSettings;
const client = dynamoClient();
const ports = { jobs: dynamoJobs(client, env.jobs), now: Date.now };

/** The steps of the state machine that are not the query and not the file. */
const steps = {
  plan: (input: PlanInput) => planRuns(input, ports),
  take: (input: RunOf, remainingMs: () => number) =>
    takeJob(input, settings, { ...ports, ...dynamoRegistry({ client, table: env.registry, remainingMs }) }),
  fail: (input: RunOf & { readonly caught: Caught }) => {
    // Not its cause, which may quote an event: the log of what failed has it.
    const { requestId, runId, caught } = input;
    logger.error('a run failed', { requestId, runId, error: caught.Error });
    metrics.addMetric(failureOf(caught), MetricUnit.Count, 1);
    return failJob(input, ports);
  },
};

type StepInput = { readonly [K in keyof typeof steps]: { readonly step: K } & Parameters<(typeof steps)[K]>[0] };

/** Jobs → what is to be run, and how each one goes on. */
export const handler = observed(async ({ step, ...input }: StepInput[keyof StepInput], context: Context) => {
  const run = steps[step] as (input: unknown, remainingMs: () => number) => Promise<unknown>;
  return run(input, () => context.getRemainingTimeInMillis() - 1_000);
});
