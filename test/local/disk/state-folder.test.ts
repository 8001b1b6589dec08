import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { projectRoot } from '../../../lib/project-root.js';
import {
  announce,
  claimState,
  type RunningInfo,
  readRunning,
  removeState,
  withdraw,
} from '../../../local/disk/state-folder.js';
import { useTempFolder } from '../../support/temp-folder.js';

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
  athena: {
    workGroup: 'exhausts',
    database: 'events',
    tables: {
      TelemetryTable: 'events.telemetry',
      FailedEventsTable: 'failed.failed',
      SessionsTable: 'events.sessions',
    },
  },
  bufferMs: 2_000,
  endpoints: {},
  region: 'local-1',
  credentials: { accessKeyId: 'LOCALKEY', secretAccessKey: 'secret' },
});

/** A folder that a runner had. */
function made(): void {
  claimState(state());
  withdraw(state());
}

function announced(info: RunningInfo): void {
  made();
  announce(state(), info);
}

/** The message of what is thrown. */
function outcomeOf(run: () => void): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
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
    made();
    writeFileSync(join(state(), 'lock'), String(other.pid));

    const claim = () => claimState(state());
    const answer = outcomeOf(claim);
    other.kill('SIGKILL');
    await once(other, 'exit');

    expect(answer).toContain(
      `${state()}: in use by process ${other.pid}. Stop it, or choose another folder with --state.`,
    );
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

  it('that is a file is refused with what to do', () => {
    writeFileSync(state(), '');

    for (const touch of [claimState, removeState]) {
      expect(() => touch(state())).toThrow(
        `${state()}: expected no folder, an empty one or the state folder of a runner, found a file. Nothing was changed.`,
      );
    }
    expect(() => readRunning(state())).toThrow(/expected the state folder of a runner, found a file/);
  });

  it('that can not be made is refused at once, also below a folder that takes no entries', () => {
    writeFileSync(join(folder(), 'file'), '');
    symlinkSync(join(folder(), 'nowhere', 'else'), join(folder(), 'dangling'));
    const impossible = ['file/state', 'dangling', 'x'.repeat(300)].map((name) => join(folder(), name));
    // Node's own recursive mkdir tries for ever there.
    if (process.platform === 'linux') impossible.push('/proc/sunstream/state');

    for (const path of impossible) {
      expect(() => claimState(path)).toThrow(/expected a folder that can be written, found .*\. Choose another with/);
    }
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

describe('a folder that is not a runner’s', () => {
  const refused = /expected no folder, an empty one or the state folder of a runner, found .*Nothing was changed/;

  function expectRefused(path: string, found: string): void {
    for (const touch of [claimState, removeState]) {
      expect(() => touch(path)).toThrow(refused);
      expect(() => touch(path)).toThrow(`, found ${found}`);
    }
  }

  it('is neither taken nor removed, and keeps what is in it', () => {
    mkdirSync(join(state(), 'logs'), { recursive: true });
    writeFileSync(join(state(), 'thesis'), 'years of work');

    expectRefused(state(), 'another one, with logs, thesis.');

    expect(readdirSync(state())).toEqual(['logs', 'thesis']);
  });

  it('is not taken or removed through a link, or a path with dots and slashes', () => {
    mkdirSync(state());
    writeFileSync(join(state(), 'thesis'), '');
    symlinkSync(state(), join(folder(), 'link'));

    for (const path of [join(folder(), 'link'), `${state()}//./`, `${state()}/../state`]) {
      expectRefused(path, 'another one, with thesis.');
    }
  });

  it('is no home, no root of a disk, no git checkout and nothing that holds the project, even with a mark', () => {
    mkdirSync(join(state(), '.git'), { recursive: true });
    writeFileSync(join(state(), 'made-by-sunstream'), '');

    expectRefused(state(), 'a git checkout.');
    expectRefused(homedir(), 'your home.');
    expectRefused(parse(folder()).root, 'the root of a disk.');
    // Where the project comes from a checkout, that is said.
    expectRefused(projectRoot, 'a ');
    if (dirname(projectRoot) !== realpathSync(homedir())) expectRefused(dirname(projectRoot), 'a');
  });

  it('is one that an earlier version marked although it had a person’s files in it', () => {
    mkdirSync(join(state(), 's3'), { recursive: true });
    for (const name of ['made-by-sunstream', 'thesis']) writeFileSync(join(state(), name), '');

    expectRefused(state(), 'one that an earlier version took although it had thesis in it.');

    expect(readdirSync(state())).toEqual(['made-by-sunstream', 's3', 'thesis']);
  });
});

describe('removing a state folder', () => {
  /** As a runner leaves it. */
  function run(path: string): void {
    claimState(path);
    mkdirSync(join(path, 's3', 'lake'), { recursive: true });
    writeFileSync(join(path, 's3', 'lake', 'event'), '');
    announce(path, anInfo(process.pid));
    withdraw(path);
  }

  it('takes what the runner made, the folder too, and says so', () => {
    run(state());

    const done = removeState(state());

    expect(done).toEqual({ removed: ['s3'], left: [], isFolderRemoved: true });
    expect(readdirSync(folder())).toEqual([]);
    expect(removeState(state())).toBeUndefined();
  });

  it('leaves what somebody else put there, and the folder that was there before', () => {
    mkdirSync(state());
    run(state());
    writeFileSync(join(state(), 'notes'), '');

    const done = removeState(state());

    expect(done).toEqual({ removed: ['s3'], left: ['notes'], isFolderRemoved: false });
    expect(readdirSync(state())).toEqual(['notes']);
  });

  it('leaves an empty folder as it is', () => {
    mkdirSync(state());

    expect(removeState(state())).toBeUndefined();

    expect(readdirSync(folder())).toEqual(['state']);
  });

  it('leaves what a link leads to: that to the folder, and one in it', () => {
    const disk = join(folder(), 'disk');
    mkdirSync(disk);
    writeFileSync(join(disk, 'other'), '');
    run(state());
    symlinkSync(disk, join(state(), 'kinesis'));
    symlinkSync(state(), join(folder(), 'link'));

    const done = removeState(join(folder(), 'link'));

    expect(done).toEqual({ removed: ['kinesis', 's3'], left: [], isFolderRemoved: false });
    expect(readdirSync(disk)).toEqual(['other']);
    expect(readdirSync(state())).toEqual([]);
  });

  it('is refused while a runner has the folder', () => {
    claimState(state());

    expect(() => removeState(state())).toThrow(/in use by process \d+\. Stop it first/);

    expect(readdirSync(state())).toEqual(['lock', 'made-by-sunstream']);
  });

  it('of another version takes what that one made, which no runner of this version goes on with', () => {
    mkdirSync(join(state(), 'streams'), { recursive: true });
    const entries = ['streams', '..', 'lock', `..${'/'}disk`];
    writeFileSync(join(state(), 'made-by-sunstream'), JSON.stringify({ layout: 2, entries, madeFolder: true }));
    expect(() => claimState(state())).toThrow(/expected state of layout 1, found layout 2, of another version/);

    const done = removeState(state());

    expect(done).toEqual({ removed: ['streams'], left: [], isFolderRemoved: true });
    expect(readdirSync(folder())).toEqual([]);
  });

  it('of an earlier version, which left an empty mark, takes what that one made', () => {
    mkdirSync(join(state(), 's3'), { recursive: true });
    writeFileSync(join(state(), 'made-by-sunstream'), '');

    expect(removeState(state())).toEqual({ removed: ['s3'], left: [], isFolderRemoved: true });
  });
});
