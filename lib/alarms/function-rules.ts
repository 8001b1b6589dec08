import type { AlarmRule } from './alarm-rule.js';
import { failingShare, metric, shareOf, sumOfMetrics } from './measures.js';

const lambda = 'AWS/Lambda';
const errors = metric(lambda, 'Errors', 'Sum');
const calls = metric(lambda, 'Invocations', 'Sum');

/** What holds for every function of the pipeline, and the API before them. */
export const functionRules: readonly AlarmRule[] = [
  {
    id: 'ingest-5xx',
    title: 'The API answers with errors',
    severity: 'now',
    on: 'api',
    measure: shareOf(metric('AWS/ApiGateway', '5xx', 'Sum'), metric('AWS/ApiGateway', 'Count', 'Sum'), 20),
    measures: 'share of the requests answered with 500 to 599; under 20 requests it is not looked at',
    threshold: () => 1,
    unit: '%',
    periodMinutes: 5,
    periods: 3,
    missing: 'notBreaching',
    means:
      'Batches are not taken. SDKs keep them and send them again, unchanged, so events come late and are not lost as long as devices have room. 503 is ingest saying that a stream or the failed book took nothing; 500 is a function that failed, or the authorizer.',
    look: [
      'The API’s access log: `fields status, integrationError, authorizerError | filter status >= 500 | stats count(*) by status, integrationError, authorizerError`.',
      'Ingest’s log: `filter message like "batch not taken"` names the stream and its error.',
    ],
    mend: [
      'The stream throttles: [stream-throttles](#stream-throttles).',
      'The function fails: [function-errors](#function-errors); after a deployment, deploy the version before it.',
      'The authorizer fails: [authorizer-errors](#authorizer-errors).',
    ],
    over: 'The share is 0 again. What clients kept comes within minutes to hours, as duplicates where half of a batch had been taken.',
  },
  {
    id: 'authorizer-errors',
    title: 'The authorizer fails',
    severity: 'now',
    on: 'authorizer',
    measure: failingShare({ errors }, { calls }, 2),
    measures:
      'share of the authorizer’s invocations that ended with an error, from two on; a refused token is none, nor is an answer that API Gateway remembers',
    threshold: () => 10,
    unit: '%',
    periodMinutes: 15,
    periods: 1,
    missing: 'notBreaching',
    means:
      'The function that judges tokens can’t answer, and API Gateway answers 500 in its place. Tokens that it has judged in the last five minutes still work.',
    look: [
      'Its log: does it fail to read the secret with the consumers, or to fetch an issuer’s keys?',
      'Was the secret edited by hand? A secret that is no JSON stops it.',
    ],
    mend: [
      'The secret: put it right; [access](access.md) shows its form. The version before is kept under `AWSPREVIOUS`.',
      'An issuer that is down: nothing here; tokens of the consumers in the secret go on working.',
    ],
    over: 'No errors for a quarter of an hour.',
  },
  {
    id: 'function-errors',
    title: 'A function fails',
    severity: 'now',
    on: 'function',
    measure: failingShare({ errors }, { calls }, 2),
    measures: 'share of the invocations that ended with an error, a time-out or no memory left, from two on',
    threshold: () => 10,
    unit: '%',
    periodMinutes: 15,
    periods: 1,
    missing: 'notBreaching',
    means:
      'The function fails again and again, or hangs: then it fails once in each minute that its time-out has. For dedup and enrich the frames come again, up to `consumers.retryAttempts` times, then they go to the undelivered bucket. For ingest the client gets a 500 and sends its batch again.',
    look: [
      'Its log: `filter @message like "Task timed out" or @message like "Error" | sort @timestamp desc`.',
      'Did it begin with a deployment? Is a table or a stream throttling?',
    ],
    mend: [
      'Began with a deployment: deploy the commit before it. Frames wait in the stream meanwhile.',
      'A dependency is down: mend that; the function goes on by itself.',
      'Out of memory or time: raise `functions.ingestMemory` or `functions.consumerMemory`, or lower `consumers.batchSize`.',
    ],
    over: 'No errors for fifteen minutes, and [undelivered-frames](#undelivered-frames) is not on.',
  },
  {
    id: 'function-throttles',
    title: 'A function is refused concurrency',
    severity: 'today',
    on: 'function',
    measure: sumOfMetrics(metric(lambda, 'Throttles', 'Sum')),
    measures: 'invocations that Lambda refused to start',
    threshold: () => 0,
    unit: 'invocations',
    periodMinutes: 5,
    periods: 3,
    missing: 'notBreaching',
    means:
      'More invocations are wanted at a time than are reserved for the function, or than the account has. Ingest answers 503 then; dedup and enrich wait.',
    look: [
      '`ConcurrentExecutions` of the function and of the account, against `functions.ingestConcurrency` and the account’s quota (Service Quotas, Lambda, Concurrent executions; a new account has 10).',
      'Is another program of the account using it up?',
    ],
    mend: [
      'Raise `functions.ingestConcurrency` and deploy, or ask for a higher quota.',
      'A flood from one sender: take its token back ([access](access.md)).',
    ],
    over: 'No throttles for fifteen minutes.',
  },
  {
    id: 'function-slow',
    title: 'A function is close to its time-out',
    severity: 'today',
    on: 'function',
    measure: (target) => ({
      series: { duration: metric(lambda, 'Duration', 'Maximum')(target) },
      expression: `100 * duration / ${target.timeoutMs}`,
    }),
    measures: 'the slowest invocation, in percent of the function’s time-out',
    threshold: () => 90,
    unit: '%',
    periodMinutes: 5,
    periods: 3,
    missing: 'notBreaching',
    means:
      'Invocations use up nearly all of their time, mostly waiting for a table or a stream. Past it they fail, and the work is done again.',
    look: ['Alarms of the tables and streams.', '`IteratorAge`: large batches after an outage take long, and pass.'],
    mend: [
      'Lower `consumers.batchSize`, raise `functions.consumerMemory` (more memory is more processor), or mend the dependency that is slow.',
    ],
    over: 'The slowest invocation takes less than half of the time-out.',
  },
];
