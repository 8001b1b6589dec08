import { linkKeys } from '../../lambdas/exhaust-api/link-keys.js';
import type { ExhaustPorts, ExhaustRequest } from '../../lambdas/exhaust-api/ports.js';
import { requestChecker } from '../../lambdas/shared/exhaust/check-request.js';
import type { Job } from '../../lambdas/shared/exhaust/job.js';
import { aBodyOf, type Saying } from '../factories/batches.js';
import { submission } from '../factories/jobs.js';
import { fakeJobs } from './fake-jobs.js';

export const aUuid = 'd15de3c9-875d-4fbd-912c-4daa1cee0f1b';

/** The exhaust API's ports in memory; its clock stands still but for `clock.now`. */
export function fakeExhaustPorts(jobs: readonly Job[] = [], overrides: Partial<ExhaustPorts> = {}) {
  const clock = { now: submission };
  const started: string[][] = [];
  const broken: Error[] = [];
  const now = () => clock.now;
  const store = fakeJobs(...jobs);
  const fetch = async () => JSON.stringify({ current: 'a-key-of-links-with-32-characters' });
  const ports: ExhaustPorts = {
    jobs: store,
    linkKeys: linkKeys({ fetch, now }),
    findFault: requestChecker('Asia/Kolkata', 400),
    encryptKey: async (password, requestId) => `sealed ${password.length} for ${requestId}`,
    startRun: async (run) => {
      started.push(run.map(({ requestId }) => requestId));
    },
    runOnSubmit: true,
    presign: async (key, name, method) => `https://s3.example/${key}?name=${name}&for=${method}`,
    tokens: 'required',
    now,
    newId: () => aUuid,
    onBroken: (error) => void broken.push(error),
    ...overrides,
  };
  return { ports, store, clock, started, broken };
}

/** A call by a consumer whose token is bound to ORG_001, which its header names. */
export function aCall(overrides: Saying<ExhaustRequest> = {}): ExhaustRequest {
  return {
    path: {},
    query: {},
    channel: 'ORG_001',
    consumer: 'portal',
    channels: ['ORG_001'],
    origin: 'https://api.example',
    ...overrides,
    body: aBodyOf(overrides.body ?? ''),
  };
}
