import { downloadFiles } from './download-files.js';
import { describeJob, type JobView, tabulateJobs } from './job-view.js';
import type { Exhaust } from './open-exhaust.js';
import type { Action, Options } from './options.js';
import { makeProgress } from './progress.js';
import { RefusedError } from './refused-error.js';
import { waitForJob } from './wait-for-job.js';

/** Exit codes. */
const [allDone, notHad, interrupted] = [0, 2, 130];

/** What each action needs of a token, and does. @returns the exit code; throws as the API's calls do */
export const actions: Readonly<
  Record<
    Action,
    {
      readonly scopes: (options: Options) => readonly string[];
      readonly run: (options: Options, exhaust: Exhaust) => Promise<number>;
    }
  >
> = {
  submit: { scopes: (options) => ['exhaust:request', ...(mustWait(options) ? ['exhaust:read'] : [])], run: submit },
  status: {
    scopes: () => ['exhaust:read'],
    run: async ({ tag, requestId = '' }, exhaust) => {
      console.log(describeJob(await exhaust.read(tag, requestId), 'with links'));
      return allDone;
    },
  },
  list: {
    scopes: () => ['exhaust:read'],
    run: async ({ tag, limit }, exhaust) => {
      const { jobs } = await exhaust.list(tag, limit);
      console.log(jobs.length > 0 ? tabulateJobs(jobs) : `nothing was asked for under tag ${tag}.`);
      return allDone;
    },
  },
  download: {
    scopes: () => ['exhaust:read'],
    run: async ({ tag, requestId = '', out, force }, exhaust) =>
      fetchFiles(await exhaust.read(tag, requestId), { out: out ?? process.cwd(), force }),
  },
  run: {
    scopes: () => ['exhaust:request'],
    run: async ({ requestId }, exhaust) => {
      const { count, jobs } = await exhaust.run(requestId);
      console.log(count > 0 ? `started ${count}:\n${tabulateJobs(jobs)}` : 'nothing waits to be run.');
      return allDone;
    },
  },
};

const mustWait = ({ wait, out }: Options) => wait || out !== undefined;

async function submit(options: Options, exhaust: Exhaust): Promise<number> {
  const submitted = await exhaust.submit(options.request);
  const { requestId } = submitted;
  if (!mustWait(options)) {
    console.log(describeJob(submitted, 'without links'));
    return submitted.status === 'FAILED' ? notHad : allDone;
  }
  // Told before it is waited for: who ends the command needs it.
  console.log(`requestId  ${requestId}`);
  const job = await waitWithProgress(options, requestId, exhaust);
  if (!job) {
    const { channel, tag } = options;
    console.error(
      `It goes on. Look at it with: exhaust -- status --channel ${channel} --tag ${tag} --request-id ${requestId}`,
    );
    return interrupted;
  }
  const [, ...lines] = describeJob(job, options.out === undefined ? 'with links' : 'without links').split('\n');
  console.log(lines.join('\n'));
  if (job.status === 'FAILED') return notHad;
  return options.out === undefined ? allDone : fetchFiles(job, { out: options.out, force: options.force });
}

async function waitWithProgress({ tag }: Options, requestId: string, exhaust: Exhaust): Promise<JobView | undefined> {
  const looking = new AbortController();
  const endLooking = () => looking.abort();
  process.once('SIGINT', endLooking);
  const progress = makeProgress();
  try {
    return await waitForJob(exhaust, tag, requestId, { onProgress: progress.update, signal: looking.signal });
  } finally {
    // What is fetched then is ended by Ctrl-C as everything is.
    process.off('SIGINT', endLooking);
    progress.end();
  }
}

async function fetchFiles(
  { requestId, status, statusMessage, downloadUrls }: JobView,
  to: { readonly out: string; readonly force: boolean },
): Promise<number> {
  if (status !== 'SUCCESS') {
    throw new RefusedError(`${requestId}: no file yet: it is ${status}${statusMessage ? `: ${statusMessage}` : ''}.`);
  }
  for (const file of await downloadFiles(downloadUrls, to)) console.log(file);
  return allDone;
}
