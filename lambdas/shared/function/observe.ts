import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { readEnv } from './env.js';

const { stack, stage } = readEnv({ stack: 'STACK', stage: 'STAGE' });

/** One structured line for what an operator must know; never one an event. */
export const logger = new Logger();

/**
 * One EMF line an invocation, namespace `Sunstream`, dimensions `stage` (of the pipeline) and `stack`: two stacks of one
 * account, such as dev and prod, must not be counted together.
 */
export const metrics = new Metrics({ defaultDimensions: { stack, stage } });

/** What a stage did in one invocation. */
export interface Counts {
  readonly received: number;
  readonly forwarded: number;
  readonly repaired?: number;
  readonly duplicate?: number;
  /** Documents that the stage made out of events, besides forwarding those. */
  readonly generated?: number;
  /** Records that events asked for, those of them that were read from the registry's table, and those that are in none. */
  readonly recordsAsked?: number;
  readonly recordsRead?: number;
  readonly recordsMissing?: number;
  readonly failed?: readonly { readonly reason: string }[];
}

/**
 * Counts what an invocation has done, the failed events by reason too, in a line of its own a reason, since dimensions
 * differ. The lines are printed at once: what is done stays counted, whatever the rest of the invocation comes to.
 */
export function count({ failed = [], ...counts }: Counts): void {
  for (const [name, value] of Object.entries({ ...counts, failed: failed.length })) {
    metrics.addMetric(name, MetricUnit.Count, value ?? 0);
  }
  const reasons = new Map<string, number>();
  for (const { reason } of failed) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  for (const [reason, value] of reasons) {
    const single = metrics.singleMetric();
    single.addDimension('reason', reason);
    single.addMetric('failedByReason', MetricUnit.Count, value);
  }
  metrics.publishStoredMetrics();
}
