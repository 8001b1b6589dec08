import { dueAt, type Job } from '../shared/exhaust/job.js';
import { findUnknownKey } from '../shared/exhaust/unknown-key.js';
import { shorten } from '../shared/telemetry/describe-value.js';
import { authorizeChannel } from './authorize-channel.js';
import { clientError, fail, type Outcome } from './outcome.js';
import type { ExhaustPorts, ExhaustRequest } from './ports.js';
import { type RequestFields, readBody } from './read-body.js';
import { findOwn, unknownJob } from './read-jobs.js';
import { viewJobs } from './view-job.js';

/** Jobs that one answer tells of. */
const maxTold = 1_000;

/** Runs now what would wait for the schedule: the job `request.requestId`, or all of the channel that may run. */
export async function runJobs(call: ExhaustRequest, ports: ExhaustPorts): Promise<Outcome> {
  const body = call.body.body ? readBody(call.body) : { request: {} as RequestFields };
  if ('failure' in body) return body;
  // A misspelt id would start all of the channel.
  const unknown = findUnknownKey('request', body.request, ['requestId']);
  if (unknown !== undefined) return clientError(unknown);
  const { requestId } = body.request;
  if (requestId !== undefined && requestId !== null && typeof requestId !== 'string') {
    return clientError(`requestId: expected the text that a submit answered, found ${shorten(requestId)}.`);
  }
  const authorized = authorizeChannel(call, ports);
  if ('failure' in authorized) return authorized;

  const { startRun, jobs, now } = ports;
  if (!startRun) return fail('SERVER_ERROR', 'This installation has nothing that runs jobs.');
  if (requestId === undefined || requestId === null) {
    return run(await jobs.due(now(), authorized.channel), call, { ...ports, startRun });
  }
  const job = await findOwn(requestId, authorized, ports);
  if (!job) return unknownJob;
  const due = dueAt(job);
  if (due === undefined || due > now()) return clientError(`requestId: ${whyNot(job)}`);
  return run([job], call, { ...ports, startRun });
}

type Running = ExhaustPorts & Required<Pick<ExhaustPorts, 'startRun'>>;

async function run(jobs: readonly Job[], call: ExhaustRequest, ports: Running): Promise<Outcome> {
  if (jobs.length > 0) await ports.startRun?.(jobs);
  return { result: { count: jobs.length, jobs: await viewJobs(jobs.slice(0, maxTold), call, ports) } };
}

function whyNot({ status, attempts, statusMessage }: Job): string {
  const expected = 'expected a job that is SUBMITTED, or FAILED with attempts left';
  if (status !== 'FAILED') return `${expected}, found one that is ${status}.`;
  return `${expected}, found one that failed for good after ${attempts} (${statusMessage}). Submit it again.`;
}
