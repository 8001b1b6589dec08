import type { WriteSettings } from '../../../lambdas/exhaust-write/write-exhaust.js';
import { type WriteJobPorts, writeJob } from '../../../lambdas/exhaust-write/write-job.js';
import type { Job } from '../../../lambdas/shared/exhaust/job.js';
import { leaseMs } from '../../../lambdas/shared/exhaust/job-store.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import type { ResultRecord } from '../../../lambdas/shared/lake/read-result.js';
import { aRun, aStoredAnswer, noon } from '../../factories/exhausts.js';
import { aJob } from '../../factories/jobs.js';
import { fakeJobs } from '../../fakes/fake-jobs.js';
import { joined } from './bytes.js';

const settings: WriteSettings = { dialect: 'spark', neutraliseFormulas: false, zipCipher: 'aes-256' };
const claim = { runId: 'run-1', at: noon - 60_000, until: noon + 60_000 };
const held = (overrides: Partial<Job> = {}) =>
  aJob({ requestId: 'R1', channel: 'org-1', status: 'PROCESSING', claim, ...overrides });
const broken = async () => {
  throw new DependencyError('not now');
};

/** Ports over one job; what is uploaded and opened is kept. */
function somePorts(job: Job, overrides: Partial<WriteJobPorts<string>> = {}) {
  const jobs = fakeJobs(job);
  const [uploads, decrypted, unreadable]: [Map<string, Buffer>, string[], number[]] = [new Map(), [], []];
  const ports: WriteJobPorts<string> = {
    jobs,
    now: () => noon,
    records: async function* () {
      yield { line: JSON.stringify(aStoredAnswer()) };
    },
    registrationsOf: async function* () {},
    standingsOf: async () => new Map(),
    open: async (sealed) => sealed,
    decrypt: async (encrypted, requestId) => {
      decrypted.push(`${encrypted} of ${requestId}`);
      return 'open sesame';
    },
    upload: async (key, body) => {
      const bytes = await joined(body);
      uploads.set(key, bytes);
      return bytes.length;
    },
    onUnreadable: (lines) => unreadable.push(lines),
    ...overrides,
  };
  return { ports, uploads, decrypted, unreadable, read: () => jobs.items.get('R1') as Job };
}

const write = (ports: WriteJobPorts<string>, runId = 'run-1') => writeJob({ run: aRun(), runId }, settings, ports);

describe('the file of a job', () => {
  it('is named in the job, which is done', async () => {
    const { ports, uploads, decrypted, read } = somePorts(held());

    const ended = await write(ports);

    const [key = ''] = uploads.keys();
    expect(ended).toMatchObject({ kind: 'ended', notice: { requestId: 'R1', status: 'SUCCESS' } });
    expect(read()).toMatchObject({ status: 'SUCCESS', files: [key.split('/').at(-1)], executionMs: 60_000 });
    expect([key.endsWith('.csv'), decrypted]).toEqual([true, []]);
  });

  it.each<[string, readonly ResultRecord[], Partial<Job>]>([
    ['the file', [{ line: JSON.stringify(aStoredAnswer()), unreadable: '0' }], { status: 'SUCCESS' }],
    ['no file at all', [], { status: 'FAILED', isFinal: true }],
  ])('tells of lines that could not be read beside %s', async (_, events, kept) => {
    const records = async function* () {
      yield* events;
      yield { line: '', unreadable: '12' };
    };
    const { ports, read, unreadable } = somePorts(held(), { records });

    const ended = await write(ports);

    const statusMessage = expect.stringContaining('12 lines of the lake in these days could not be read');
    expect(read()).toMatchObject({ ...kept, statusMessage });
    expect([unreadable, ended]).toEqual([
      [12],
      expect.objectContaining({ notice: expect.objectContaining({ statusMessage }) }),
    ]);
  });

  it('has the password of the job, which is gone afterwards', async () => {
    const { ports, uploads, decrypted, read } = somePorts(held({ encryptedKey: 'sealed' }));

    await write(ports);

    expect([...uploads.keys()]).toEqual([expect.stringMatching(/\.zip$/)]);
    expect(decrypted).toEqual(['sealed of R1']);
    expect(read()).toMatchObject({ status: 'SUCCESS' });
    expect(read().encryptedKey).toBeUndefined();
  });

  it('is written under a claim that was renewed, not under the rest of the one before', async () => {
    const claims: unknown[] = [];
    const { ports, read } = somePorts(held());
    const upload: typeof ports.upload = async (key, body) => {
      claims.push(read().claim);
      return ports.upload(key, body);
    };

    await write({ ...ports, upload });

    expect(claims).toEqual([{ ...claim, until: noon + leaseMs }]);
  });

  it.each<[string, Job]>([
    ['another run has', held({ claim: { ...claim, runId: 'run-2' } })],
    ['nobody has', aJob({ requestId: 'R1' })],
  ])('that %s is not written', async (_, job) => {
    const { ports, uploads, decrypted, read } = somePorts(job);

    expect(await write(ports)).toEqual({ kind: 'skipped' });
    expect([uploads.size, decrypted, read()]).toEqual([0, [], job]);
  });

  it('that a run has written, and was not heard, is told and not written again', async () => {
    const { ports, uploads } = somePorts(held());
    const first = await write(ports);
    uploads.clear();

    const second = await write(ports);

    expect([second, uploads.size]).toEqual([first, 0]);
  });

  it('of no data is none, for good', async () => {
    const { ports, uploads, read } = somePorts(held({ encryptedKey: 'sealed' }), { records: async function* () {} });

    const ended = await write(ports);

    expect(ended).toMatchObject({
      notice: { status: 'FAILED', statusMessage: expect.stringMatching(/^No data found for 2026-/), attempts: 1 },
    });
    expect(read()).toMatchObject({ status: 'FAILED', isFinal: true, files: [] });
    expect([read().encryptedKey, uploads.size]).toEqual([undefined, 0]);
  });

  it.each<[string, Partial<WriteJobPorts<string>>]>([
    ['the password cannot be opened', { decrypt: broken }],
    ['the file cannot be stored', { upload: broken }],
  ])('that fails because %s leaves the job with its run, for a retry', async (_, overrides) => {
    const { ports, read } = somePorts(held({ encryptedKey: 'sealed' }), overrides);

    await expect(write(ports)).rejects.toThrow(DependencyError);
    expect(read()).toMatchObject({
      status: 'PROCESSING',
      attempts: 0,
      encryptedKey: 'sealed',
      claim: { runId: 'run-1' },
    });
  });

  it('that was stored after the job went to another run does not end that one', async () => {
    const { ports, read } = somePorts(held());
    const upload = async () => {
      await ports.jobs.change('R1', { kind: 'claim', at: noon + leaseMs, runId: 'run-2', until: noon + 2 * leaseMs });
      return 1;
    };

    expect(await write({ ...ports, upload })).toEqual({ kind: 'skipped' });
    expect(read()).toMatchObject({ status: 'PROCESSING', attempts: 1, claim: { runId: 'run-2' }, files: [] });
  });
});
