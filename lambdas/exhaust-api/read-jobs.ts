import type { Job } from '../shared/exhaust/job.js';
import { authorizeChannel } from './authorize-channel.js';
import { clientError, fail, type Outcome } from './outcome.js';
import type { ExhaustPorts, ExhaustRequest } from './ports.js';
import { viewJobs } from './view-job.js';

/** Upstream's default; and the most that an answer has, which is to stay below "Lambda: 6 MB a response". */
const [defaultLimit, maxLimit] = [100, 1_000];
const idPattern = /^[0-9A-F]{32}$/;

/** HTTP 200, as upstream: a client that polls for its job takes it so. */
export const unknownJob = fail('OK', 'no job available with the given request_id and tag');

/** One job, by its bare tag and its id. */
export async function readJob(call: ExhaustRequest, ports: ExhaustPorts): Promise<Outcome> {
  const authorized = authorizeChannel(call, ports);
  if ('failure' in authorized) return authorized;
  const job = await findOwn(call.query.requestId, { channel: authorized.channel, tag: call.path.tag ?? '' }, ports);
  return job ? { result: (await viewJobs([job], call, ports))[0] as object } : unknownJob;
}

/** The newest jobs under a bare tag. */
export async function listJobs(call: ExhaustRequest, ports: ExhaustPorts): Promise<Outcome> {
  const limit = readLimit(call.query.limit, defaultLimit);
  if (typeof limit !== 'number') return limit;
  const authorized = authorizeChannel(call, ports);
  if ('failure' in authorized) return authorized;
  const jobs = await ports.jobs.list(authorized.channel, call.path.tag ?? '', limit);
  return { result: { count: jobs.length, jobs: await viewJobs(jobs, call, ports) } };
}

/** A job of a channel; one of another channel isn't there. */
export async function findOwn(
  requestId: unknown,
  { channel, tag }: { readonly channel: string; readonly tag?: string },
  { jobs }: Pick<ExhaustPorts, 'jobs'>,
): Promise<Job | undefined> {
  if (typeof requestId !== 'string' || !idPattern.test(requestId)) return undefined;
  const job = await jobs.find(requestId);
  return job?.channel === channel && (tag === undefined || job.tag === tag) ? job : undefined;
}

export function readLimit(value: unknown, otherwise: number): number | ReturnType<typeof clientError> {
  if (value === undefined || value === null) return otherwise;
  const limit = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (Number.isInteger(limit) && (limit as number) >= 1 && (limit as number) <= maxLimit) return limit as number;
  return clientError(`limit: expected a whole number from 1 to ${maxLimit}, found ${JSON.stringify(value)}.`);
}
