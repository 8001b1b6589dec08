import { datasetNames } from '../shared/exhaust/datasets.js';
import { jobStatuses } from '../shared/exhaust/job.js';
import type { JobFilters } from '../shared/exhaust/job-store.js';
import { findUnknownKey, findUnknownName } from '../shared/exhaust/unknown-key.js';
import { isDay } from '../shared/lake/days.js';
import { isObject, shorten } from '../shared/telemetry/describe-value.js';
import { nearestName } from '../shared/text/nearest-name.js';
import { authorizeChannel } from './authorize-channel.js';
import { requestKeys } from './check-submit.js';
import { clientError, type Failure, type Outcome } from './outcome.js';
import type { ExhaustPorts, ExhaustRequest } from './ports.js';
import { readBody } from './read-body.js';
import { readLimit } from './read-jobs.js';
import { viewJobs } from './view-job.js';

const defaultLimit = 10;
/** Upstream's. Other keys are passed over, but for one that is likely to be a misspelt one of these: it would widen the answer. */
const supported = ['dataset', 'status', 'channel', 'requestedDate'] as const;

type Filters = Partial<Record<(typeof supported)[number], string>>;

/** Jobs of the header's channel by what they are. The filter `channel` narrows that to nothing where it is another. */
export async function searchJobs(call: ExhaustRequest, ports: ExhaustPorts): Promise<Outcome> {
  const body = readBody(call.body);
  if ('failure' in body) return body;
  const unknown = findUnknownKey('request', body.request, ['filters', 'limit'], requestKeys);
  if (unknown !== undefined) return clientError(unknown);
  const filters = readFilters(body.request.filters);
  if ('failure' in filters) return filters;
  const limit = readLimit(body.request.limit, defaultLimit);
  if (typeof limit !== 'number') return limit;
  const authorized = authorizeChannel(call, ports);
  if ('failure' in authorized) return authorized;

  const { channel = authorized.channel, ...others } = filters.found;
  if (channel !== authorized.channel) return { result: { count: 0, jobs: [] } };
  const { count, jobs } = await ports.jobs.search(channel, storeFilters(others), limit);
  return { result: { count, jobs: await viewJobs(jobs, call, ports) } };
}

function readFilters(filters: unknown): { readonly found: Filters } | { readonly failure: Failure } {
  if (filters === undefined || filters === null) return clientError('Filters are empty');
  if (!isObject(filters)) return clientError(`filters: expected an object, found ${shorten(filters)}.`);
  const found = Object.fromEntries(supported.flatMap((name) => (name in filters ? [[name, filters[name]]] : [])));
  const strange = Object.keys(filters).filter((key) => nearestName(key, supported) === undefined);
  const misspelt = findUnknownKey('filters', filters, supported, strange);
  if (misspelt !== undefined) return clientError(misspelt);
  if (Object.keys(found).length === 0) return clientError('Unsupported filters');
  const [wrong] = Object.entries(found).filter(([, value]) => typeof value !== 'string' || value === '');
  if (wrong) return clientError(`filters.${wrong[0]}: expected a text, found ${shorten(wrong[1])}.`);
  const { requestedDate, status, dataset } = found as Filters;
  const unknown =
    (status !== undefined && findUnknownName('filters.status', status, jobStatuses)) ||
    (dataset !== undefined && findUnknownName('filters.dataset', dataset, datasetNames));
  if (unknown) return clientError(unknown);
  if (requestedDate === undefined || isDay(requestedDate)) return { found };
  return clientError(`filters.requestedDate: expected a day as yyyy-MM-dd, found ${shorten(requestedDate)}.`);
}

function storeFilters({ requestedDate, dataset, status }: Filters): JobFilters {
  const wholeDay = (day: string) => [Date.parse(day), Date.parse(`${day}T23:59:59.999Z`)] as const;
  return {
    ...(dataset !== undefined && { dataset }),
    ...(status !== undefined && { status }),
    ...(requestedDate !== undefined && { submitted: wholeDay(requestedDate) }),
  };
}
