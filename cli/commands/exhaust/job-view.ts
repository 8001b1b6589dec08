import { alignColumns } from '../../terminal/align-columns.js';

/** A request for data, as the API tells of it. Times are epoch milliseconds, `executionTime` is milliseconds. */
export interface JobView {
  readonly requestId: string;
  readonly status: 'SUBMITTED' | 'PROCESSING' | 'SUCCESS' | 'FAILED';
  readonly dataset: string;
  readonly attempts: number;
  readonly statusMessage?: string;
  readonly downloadUrls: readonly string[];
  readonly jobStats: { readonly dtJobSubmitted: number; readonly executionTime: number | null };
}

/** What came of a request, a line each. A link is as good as a password, so only who asks for them is told. */
export function describeJob(job: JobView, links: 'with links' | 'without links'): string {
  const { requestId, status, dataset, attempts, statusMessage, downloadUrls, jobStats } = job;
  const rows: [string, string][] = [
    ['requestId', requestId],
    ['status', status],
    ['dataset', dataset],
    ['submitted', timeOf(jobStats.dtJobSubmitted)],
  ];
  if (jobStats.executionTime !== null) rows.push(['took', seconds(jobStats.executionTime)]);
  if (attempts > 0) rows.push(['failures', String(attempts)]);
  if (statusMessage) rows.push(['because', statusMessage]);
  if (links === 'with links') for (const link of downloadUrls) rows.push(['file', link]);
  return alignColumns(rows, 'left').join('\n');
}

/** Requests as a table, in the order in which they came. */
export function tabulateJobs(jobs: readonly JobView[]): string {
  const head = ['requestId', 'status', 'dataset', 'submitted', 'took', 'failures', 'files', 'because'];
  const rows = jobs.map(({ requestId, status, dataset, attempts, statusMessage, downloadUrls, jobStats }) => [
    requestId,
    status,
    dataset,
    timeOf(jobStats.dtJobSubmitted),
    jobStats.executionTime === null ? '-' : seconds(jobStats.executionTime),
    String(attempts),
    String(downloadUrls.length),
    statusMessage ?? '',
  ]);
  return alignColumns([head, ...rows], 'left').join('\n');
}

const timeOf = (at: number) => new Date(at).toISOString().replace(/\.\d+/, '');
const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
