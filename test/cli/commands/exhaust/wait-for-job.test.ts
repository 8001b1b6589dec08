import type { JobView } from '../../../../cli/commands/exhaust/job-view.js';
import { makeProgress } from '../../../../cli/commands/exhaust/progress.js';
import { waitForJob } from '../../../../cli/commands/exhaust/wait-for-job.js';

/** An API whose job has one status after the other, and a clock that moves when it is waited for. */
function aJobThatIs(...statuses: JobView['status'][]) {
  let now = 0;
  const pauses: number[] = [];
  const looks: string[] = [];
  return {
    pauses,
    looks,
    exhaust: { read: async () => ({ status: statuses.length > 1 ? statuses.shift() : statuses[0] }) as JobView },
    ports: {
      onProgress: (status: string, elapsedMs: number) => void looks.push(`${status} ${elapsedMs}`),
      now: () => now,
      pause: async (ms: number) => {
        pauses.push(ms);
        now += ms;
      },
    },
  };
}

/** What a stream was given to write. */
function anOutput(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  return { written, out: { isTTY, write } as unknown as NodeJS.WriteStream };
}

describe('a job', () => {
  it.each(['SUCCESS', 'FAILED'] as const)('is looked at until it is %s', async (end) => {
    const { exhaust, ports, looks } = aJobThatIs('SUBMITTED', 'PROCESSING', end);

    expect(await waitForJob(exhaust, 't', 'id', ports)).toEqual({ status: end });
    expect(looks).toEqual(['SUBMITTED 0', 'PROCESSING 500', `${end} 1000`]);
  });

  it('that takes long is looked at less often, and at least every ten seconds', async () => {
    const { exhaust, ports, pauses } = aJobThatIs(...Array(80).fill('PROCESSING'), 'SUCCESS');

    await waitForJob(exhaust, 't', 'id', ports);

    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect([pauses.at(0), pauses.at(-1)]).toEqual([500, 10_000]);
  });

  it('is not looked at any more when nobody waits', async () => {
    const { exhaust, looks } = aJobThatIs('PROCESSING');
    const looking = new AbortController();
    const waiting = waitForJob(exhaust, 't', 'id', {
      onProgress: (status) => {
        looks.push(status);
        looking.abort();
      },
      signal: looking.signal,
    });

    expect(await waiting).toBeUndefined();
    expect(looks).toEqual(['PROCESSING']);
  });
});

describe('how far it is', () => {
  it('is one line that is written over on a terminal', () => {
    const { out, written } = anOutput(true);
    const progress = makeProgress(out);

    progress.update('PROCESSING', 500);
    progress.update('PROCESSING', 1_500);
    progress.end();

    expect(written).toEqual(['\rPROCESSING, 0 s\u001b[K', '\rPROCESSING, 1 s\u001b[K', '\n']);
  });

  it('is a line a change of status elsewhere', () => {
    const { out, written } = anOutput(false);
    const progress = makeProgress(out);

    progress.update('PROCESSING', 500);
    progress.update('PROCESSING', 1_500);
    progress.update('SUCCESS', 2_500);
    progress.end();

    expect(written).toEqual(['PROCESSING, 0 s\n', 'SUCCESS, 2 s\n']);
  });
});
