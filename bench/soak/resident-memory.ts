import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Watches a process's resident memory, in MiB. */
export class MemoryWatch {
  private highest = 0;

  constructor(private readonly pid: number) {}

  /** Highest so far: on Linux by the system's own mark, elsewhere by what was seen. */
  get peak(): number {
    return this.highest;
  }

  /** @throws Error when the process is gone */
  read(): number {
    const { now, peak } = process.platform === 'linux' ? readStatus(this.pid) : readPs(this.pid);
    this.highest = Math.max(this.highest, peak);
    return now;
  }
}

interface Resident {
  readonly now: number;
  readonly peak: number;
}

/** "proc(5), status: VmRSS and VmHWM in kB". */
function readStatus(pid: number): Resident {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mebibytes = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(text)?.[1]) / 1_024;
  return { now: mebibytes('VmRSS'), peak: mebibytes('VmHWM') };
}

function readPs(pid: number): Resident {
  const now = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1_024;
  return { now, peak: now };
}
