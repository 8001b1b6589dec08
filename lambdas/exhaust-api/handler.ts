import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { dynamoClient, kmsClient, s3Client, secretsClient, sfnClient } from '../shared/aws/clients.js';
import { secretReader } from '../shared/aws/secret-reader.js';
import { dynamoJobs } from '../shared/exhaust/aws/dynamo-jobs.js';
import { filePasswords } from '../shared/exhaust/aws/file-passwords.js';
import { requestChecker } from '../shared/exhaust/check-request.js';
import { findEnv, readCount, readEnv, readJson } from '../shared/function/env.js';
import { logger, metrics } from '../shared/function/observe.js';
import { observed } from '../shared/function/observed.js';
import { answerCall, outcomeOf } from './answer-call.js';
import { filePresigner } from './aws/presign-file.js';
import { runStarter } from './aws/start-runs.js';
import { linkKeys } from './link-keys.js';
import type { ExhaustPorts } from './ports.js';
import { type HttpRequest, readRequest } from './read-request.js';

const env = readEnv({ jobs: 'JOBS_TABLE', passwordKey: 'PASSWORD_KEY', lake: 'LAKE_BUCKET', tokens: 'TOKENS' });
const { links, timeZone } = readEnv({ links: 'LINK_KEYS', timeZone: 'TIME_ZONE' });
const stateMachine = findEnv('STATE_MACHINE_ARN');

const ports: ExhaustPorts = {
  jobs: dynamoJobs(dynamoClient(), env.jobs),
  linkKeys: linkKeys({ fetch: secretReader(secretsClient(), links, 'key of links'), now: Date.now }),
  findFault: requestChecker(timeZone, readCount('MAX_DAYS')),
  encryptKey: filePasswords(kmsClient(), env.passwordKey).encrypt,
  startRun: stateMachine === undefined ? undefined : runStarter(sfnClient(), stateMachine, Date.now),
  runOnSubmit: readJson('RUN_ON_SUBMIT') === true,
  presign: filePresigner(s3Client(), env.lake),
  tokens: env.tokens === 'none' ? 'none' : 'required',
  now: Date.now,
  newId: () => crypto.randomUUID(),
  onBroken: (error) => logger.error('a dependency is broken', error),
};

/** HTTP API → jobs: requesting, reading and fetching data. */
export const handler = observed(async (event: HttpRequest) => {
  const answer = await answerCall(event.routeKey, readRequest(event), ports);
  metrics.addMetric(outcomeOf(answer), MetricUnit.Count, 1);
  return answer;
});
