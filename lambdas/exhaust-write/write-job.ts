import type { ExhaustRun } from '../shared/exhaust/dataset.js';
import { endJob } from '../shared/exhaust/end-job.js';
import { type JobStore, leaseMs } from '../shared/exhaust/job-store.js';
import { type Ended, endOf } from '../shared/exhaust/notice.js';
import { unreadableNote } from '../shared/exhaust/unreadable.js';
import { type WritePorts, type WriteSettings, writeExhaust } from './write-exhaust.js';

export interface WriteJobPorts<Sealed> extends WritePorts<Sealed> {
  readonly jobs: Pick<JobStore, 'change' | 'find'>;
  /** Opens a job's password. */
  readonly decrypt: (encrypted: string, requestId: string) => Promise<string>;
  /** Told how many lines of the lake could not be read, where there were any. */
  readonly onUnreadable: (lines: number) => void;
}

/**
 * Writes the file of a run that has a job, and ends the job. The claim is renewed first: the query may have taken most of
 * it, and a run that has lost its job writes nothing.
 *
 * @throws DependencyError when the rows can't be read, or the file or the job can't be written; a retry does all of it again
 */
export async function writeJob<Sealed>(
  { run, runId }: { readonly run: ExhaustRun; readonly runId: string },
  settings: WriteSettings,
  ports: WriteJobPorts<Sealed>,
): Promise<Ended> {
  const { jobs, now, decrypt, onUnreadable } = ports;
  const { requestId } = run;
  const renewed = await jobs.change(requestId, { kind: 'renew', runId, until: now() + leaseMs });
  if (!renewed || renewed.unchanged !== undefined) return endOf(await jobs.find(requestId), runId);

  const { encryptedKey } = renewed.job;
  const password = encryptedKey === undefined ? undefined : await decrypt(encryptedKey, requestId);
  const written = await writeExhaust(run, password, settings, ports);
  const note = written.unreadable > 0 ? unreadableNote(written.unreadable) : '';
  if (note !== '') onUnreadable(written.unreadable);
  return endJob(
    jobs,
    requestId,
    'fault' in written
      ? { kind: 'fail', at: now(), runId, message: [written.fault, note].filter(Boolean).join(' '), isFinal: true }
      : { kind: 'succeed', at: now(), runId, files: [written.name], message: note },
  );
}
