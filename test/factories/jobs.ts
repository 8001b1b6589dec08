import type { Job, JobRequest } from '../../lambdas/shared/exhaust/job.js';

/** When the tests' clock stands: the day of the published list of jobs; epoch milliseconds. */
export const submission = Date.UTC(2022, 3, 5, 13, 25, 18, 347);

/** The request of the published example, in the channel that reproduces its id. */
export function aJobRequest(overrides: Partial<JobRequest> = {}): JobRequest {
  return {
    dataset: 'uci-response-exhaust',
    tag: '7ed871f7-0d5b-4bb0-86a0-a00151352703',
    channel: 'ORG_001',
    requestedBy: 'user_id',
    outputFormat: 'csv',
    datasetConfig: {
      type: 'uci-response-exhaust',
      conversationId: 'd655cf03-1f6f-4510-acf6-d3f51b488a5e',
      startDate: '2022-03-01',
      endDate: '2022-04-01',
    },
    ...overrides,
  };
}

export const aRequestId = '84B26F9012D6E2E53BFC422B245C6350';

export function aJob(overrides: Partial<Job> = {}): Job {
  return {
    ...aJobRequest(),
    requestId: aRequestId,
    status: 'SUBMITTED',
    attempts: 0,
    submittedAt: submission,
    files: [],
    ...overrides,
  };
}
