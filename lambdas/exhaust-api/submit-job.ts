import type { Job, JobRequest } from '../shared/exhaust/job.js';
import { DependencyError } from '../shared/function/errors.js';
import { authorizeChannel } from './authorize-channel.js';
import { checkSubmit } from './check-submit.js';
import type { Outcome } from './outcome.js';
import type { ExhaustPorts, ExhaustRequest } from './ports.js';
import { readBody } from './read-body.js';
import { isSameRequest, ownRequestIdOf, requestIdOf } from './request-id.js';
import { viewJobs } from './view-job.js';

/** Takes a request for data: 400 before 403, as upstream. The same request on the same day is the same job. */
export async function submitJob(call: ExhaustRequest, ports: ExhaustPorts): Promise<Outcome> {
  const body = readBody(call.body);
  if ('failure' in body) return body;
  const checked = checkSubmit(body.request, ports);
  if ('failure' in checked) return checked;
  const authorized = authorizeChannel(call, ports);
  if ('failure' in authorized) return authorized;

  const { encryptionKey, ...wanted } = checked.wanted;
  const request = { ...wanted, channel: authorized.channel };
  const now = ports.now();
  const ids = [requestIdOf(request, now), ownRequestIdOf(request, now)];
  for (const requestId of ids) {
    const job = await submitAs(requestId, request, encryptionKey, now, ports);
    if (!job) continue;
    // Also one that was there: it may be this client's own, of a put or a start whose answer was lost.
    if (job.status === 'SUBMITTED' && ports.runOnSubmit) await startNow(job, ports);
    return { result: (await viewJobs([job], call, ports))[0] as object };
  }
  throw new Error(`request ids ${ids.join(', ')}: expected one that is free or this request's own, found others'.`);
}

/** A job that waits to be run is no failed request: the schedule takes it where it can't be started now. */
async function startNow(job: Job, { startRun, onBroken }: ExhaustPorts): Promise<void> {
  await startRun?.([job]).catch((error: unknown) => {
    if (!(error instanceof DependencyError)) throw error;
    onBroken(error);
  });
}

/** The job with an id, made or started over as need be; `undefined` when it is of another request. */
async function submitAs(
  requestId: string,
  request: JobRequest,
  encryptionKey: string | undefined,
  now: number,
  { jobs, encryptKey }: ExhaustPorts,
): Promise<Job | undefined> {
  const found = await jobs.find(requestId);
  if (found && (!isSameRequest(found, request) || found.status !== 'FAILED')) {
    return isSameRequest(found, request) ? found : undefined;
  }
  const encryptedKey = encryptionKey === undefined ? undefined : await encryptKey(encryptionKey, requestId);
  if (found) {
    const change = await jobs.change(requestId, { kind: 'resubmit', at: now, encryptedKey });
    return change && !change.unchanged ? change.job : jobs.find(requestId);
  }
  const job: Job = {
    ...request,
    requestId,
    status: 'SUBMITTED',
    attempts: 0,
    submittedAt: now,
    files: [],
    ...(encryptedKey !== undefined && { encryptedKey }),
  };
  if (await jobs.insert(job)) return job;
  const other = await jobs.find(requestId);
  return other && isSameRequest(other, request) ? other : undefined;
}
