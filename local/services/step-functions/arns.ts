import { AwsError } from '../../calls/aws-error.js';

const kinds = {
  stateMachine: /^arn:aws:states:[^:]+:\d{12}:stateMachine:([^:]+)$/,
  execution: /^arn:aws:states:[^:]+:\d{12}:execution:([^:]+):([^:]+)$/,
  mapRun: /^arn:aws:states:[^:]+:\d{12}:mapRun:([^:/]+)\/[^:]+:([^:]+)$/,
} as const;

/** The names in an ARN: of the machine, then of the execution or the map run. @throws AwsError `InvalidArn` */
export function readArn(kind: keyof typeof kinds, arn: unknown): [machine: string, name: string] {
  const [, machine, name = ''] = kinds[kind].exec(String(arn)) ?? [];
  if (machine === undefined) throw new AwsError('InvalidArn', `Invalid Arn: '${arn}': expected one of kind ${kind}`);
  return [machine, name];
}
