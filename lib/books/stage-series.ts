import { type Account, stageOf } from './counts.js';

/** A CloudWatch metric of one resource. */
export interface Series {
  readonly namespace: string;
  readonly name: string;
  readonly statistic: 'Sum' | 'Maximum' | 'Minimum' | 'Average';
  readonly dimensions: Readonly<Record<string, string>>;
}

/** The metric by which a stage of a stack keeps an account; `service` is what Powertools adds to each line. */
export function stageSeries(stack: string, account: Account): Series {
  const stage = stageOf(account);
  return {
    namespace: 'Sunstream',
    name: account.slice(stage.length + 1),
    statistic: 'Sum',
    dimensions: { service: stage, stack, stage },
  };
}
