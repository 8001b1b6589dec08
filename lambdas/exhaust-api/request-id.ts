import { createHash } from 'node:crypto';
import type { JobRequest } from '../shared/exhaust/job.js';
import { dayOf } from '../shared/lake/days.js';

/**
 * The id of a request, by the rule that clients know: upper-case MD5 of
 * `dataset|tag|requestedBy|channel|yyyy-MM-dd[|datasetConfig.type]`, the day being the UTC day of submission.
 *
 * @param now epoch milliseconds
 */
export function requestIdOf(request: JobRequest, now: number): string {
  return md5(ruleText(request, now));
}

/**
 * The id of a request whose id by the rule is another request's: the rule leaves out the conversation and the dates, and
 * would answer with the other's file.
 */
export function ownRequestIdOf(request: JobRequest, now: number): string {
  return md5(`${ruleText(request, now)}|${contentOf(request)}`);
}

/** Whether two requests are for the same file. */
export function isSameRequest(a: JobRequest, b: JobRequest): boolean {
  return contentOf(a) === contentOf(b);
}

function ruleText({ dataset, tag, requestedBy, channel, datasetConfig }: JobRequest, now: number): string {
  const day = dayOf(now, 'UTC');
  const type = datasetConfig.type;
  return [dataset, tag, requestedBy, channel, day, ...(type === undefined || type === null ? [] : [type])].join('|');
}

function contentOf({ dataset, tag, requestedBy, channel, datasetConfig, outputFormat }: JobRequest): string {
  return canonical([dataset, tag, requestedBy, channel, datasetConfig, outputFormat]);
}

/** JSON that is the same for the same content: keys sorted. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}

function md5(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex').toUpperCase();
}
