import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  announce,
  claimState,
  type RunningInfo,
  readRunning,
  removeState,
  withdraw,
} from '../../../local/state-folder.js';
import { useTempFolder } from './support/temp-folder.js';

const folder = useTempFolder();
const state = () => join(folder(), 'state');

const anInfo = (pid: number): RunningInfo => ({
  pid,
  url: 'http://127.0.0.1:4700',
  stage: 'local',
  s3Folder: 's3',
  logFolder: 'logs',
  lakeBucket: 'lake',
  undeliveredBucket: 'undelivered',
  exhaustJobsTable: 'jobs',
  bufferMs: 2_000,
  endpoints: {},
  region: 'local-1',
  credentials: { accessKeyId: 'LOCALKEY', secretAccessKey: 'secret' },
});

function announced(info: RunningInfo): void {
  mkdirSync(state());
  announce(state(), info);
}

/** The id of a process that has ended. */
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

describe('a state folder', () => {
  it('is made when it is claimed', () => {
    claimState(state());

    expect(statSync(state()).isDirectory()).toBe(true);
  });

  it('is refused while a process runs on it, which is named, with a way out', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(other, 'spawn');
    mkdirSync(state());
    writeFileSync(join(state(), 'lock'), String(other.pid));

    const claim = () => claimState(state());

    expect(claim).toThrow(
      `${state()}: in use by process ${other.pid}. Stop it, or choose another folder with --state.`,
    );
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(claim).not.toThrow();
  });

  it('is taken over from a process that has ended without withdrawing', () => {
    announced(anInfo(deadPid()));
    writeFileSync(join(state(), 'lock'), String(deadPid()));

    const claim = () => claimState(state());

    expect(claim).not.toThrow();
    expect(readRunning(state())).toBeUndefined();
  });

  it('is free again when the runner withdraws, once or twice', () => {
    claimState(state());
    announce(state(), anInfo(process.pid));

    withdraw(state());
    withdraw(state());

    expect(readdirSync(state())).toEqual(['made-by-sunstream']);
    expect(() => claimState(state())).not.toThrow();
  });

  it('is refused to a second runner while the first is still starting', () => {
    claimState(state());

    const claim = () => claimState(state());

    expect(claim).toThrow(/in use by process/);
  });

  it('is removed only when a runner made it, and none has it', () => {
    mkdirSync(state());
    writeFileSync(join(state(), 'thesis'), 'years of work');
    const remove = () => removeState(state());
    expect(remove).toThrow(/expected the state folder of a runner, found another one. Nothing was removed/);
    claimState(state());
    expect(remove).toThrow(/in use by process/);

    withdraw(state());
    remove();

    expect(readdirSync(folder())).toEqual([]);
  });

  it('that is a file is refused with what to do', () => {
    writeFileSync(state(), '');

    expect(() => claimState(state())).toThrow(`${state()}: expected a folder that can be written, found EEXIST.`);
  });

  it('tells other programs what the runner announced, and only this user', () => {
    announced(anInfo(process.pid));

    const running = readRunning(state());

    expect(running).toEqual(anInfo(process.pid));
    expect(statSync(join(state(), 'running.json')).mode & 0o077).toBe(0);
  });

  it('of which the announcement was cut short by a crash is free', () => {
    announced(anInfo(process.pid));
    const file = join(state(), 'running.json');
    truncateSync(file, Math.floor(readFileSync(file).length / 2));

    const running = readRunning(state());

    expect(running).toBeUndefined();
    expect(() => claimState(state())).not.toThrow();
  });
});
