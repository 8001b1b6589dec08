import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { readBooks } from '../../cli/commands/demo/session-books.js';
import { lakeFiles, storedEvents } from '../../cli/target/read-lake.js';
import { waitUntil } from '../../cli/terminal/wait-until.js';
import { encodeFrame } from '../../lambdas/shared/frames/frame.js';
import { projectRoot } from '../../lib/project-root.js';
import { anEvent, framed } from '../factories/events.js';
import { aFailedEvent } from '../factories/failed-events.js';
import { aFailedObject } from '../factories/failed-objects.js';
import { aHeader } from '../factories/frames.js';
import { aKinesisEvent } from '../factories/kinesis-events.js';
import { anUndelivered, undeliveredKey } from '../factories/undelivered.js';
import { useRunner } from '../support/use-runner.js';

const patienceMs = 60_000;
const runner = useRunner();

/** A command of the project, against the runner. */
async function run(command: 'redrive' | 'replay', ...args: string[]) {
  const file = join(projectRoot, `dist/cli/commands/rework/${command}.js`);
  const call = promisify(execFile)(process.execPath, [file, '--state', runner.state, ...args]);
  return call.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code: Number(code), stdout: String(stdout), stderr: String(stderr) }),
  );
}

async function put(bucket: string, key: string, body: string | Uint8Array) {
  const { endpoints, region, credentials } = runner.info;
  const s3 = new S3Client({ endpoint: endpoints.s3 ?? '', region, credentials, forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  s3.destroy();
}

const header = aHeader({ syncts: Date.now() });
const valid = (mid: string) => anEvent({ mid, ets: Date.now() });
const storedOf = (start: string) =>
  storedEvents(runner.info)
    .map(({ mid }) => String(mid))
    .filter((mid) => mid.startsWith(start))
    .toSorted();
const undelivered = () => {
  const { s3Folder, undeliveredBucket } = runner.info;
  return lakeFiles({ s3Folder, lakeBucket: undeliveredBucket }, '');
};

describe.each(['dedup', 'enrich'])('frames that %s gave up on', (stage) => {
  const key = undeliveredKey(Date.now(), `${stage}-source`);
  const mids = Array.from({ length: 30 }, (_, index) => `${stage}:${String(index).padStart(2, '0')}`);
  const frames = [0, 10, 20].map((from) => {
    const events = mids.slice(from, from + 10).map((mid) => framed(valid(mid)));
    return encodeFrame({
      header,
      entries: events.map(({ mid, fingerprint }) => [mid, fingerprint]),
      lines: events.map(({ text }) => text),
    });
  });
  // Of a shard that is none of the runner's, so that no frame of its own has the same owner.
  const { Records } = aKinesisEvent(frames);
  const records = Records.map((record) => ({ ...record, eventID: `${stage}-${record.eventID}` }));
  const object = anUndelivered(records);

  beforeAll(() => put(runner.info.undeliveredBucket, key, object));

  it('are counted by a dry run, which changes nothing', async () => {
    const { code, stdout } = await run('redrive', '--stage', stage, '--dry-run');

    expect([code, stdout]).toEqual([0, expect.stringMatching(/dry run/)]);
    expect(stdout).toMatch(/^ {2}frames +3$/m);
    expect(stdout).toMatch(/^ {2}events +30$/m);
    expect(undelivered()).toHaveLength(1);
  });

  it('are stored by a redrive, and their object is gone', async () => {
    const { code, stdout, stderr } = await run('redrive', '--stage', stage, '--since', '1h');

    expect([code, stderr]).toEqual([0, expect.stringContaining('redrive: 1 of 1 objects')]);
    expect(stderr).toMatch(/^redrive: arn:aws:states:.*:execution:redrive-/);
    expect(stdout).toMatch(/^ {2}through +3$/m);
    expect(stdout).toMatch(/^ {2}forwarded +30$/m);
    expect(await waitUntil(() => storedOf(stage).length >= mids.length, patienceMs)).toBe(true);
    expect(storedOf(stage)).toEqual(mids);
    expect(undelivered()).toEqual([]);
  });

  it('are passed over when their object comes again, and then there is nothing to do', async () => {
    await put(runner.info.undeliveredBucket, key, object);

    const again = await run('redrive', '--stage', stage);
    const nothing = await run('redrive', '--stage', stage);

    expect([again.code, again.stdout]).toEqual([0, expect.stringMatching(/^ {2}done before +3$/m)]);
    expect(again.stdout).toMatch(/^ {2}forwarded +0$/m);
    expect([nothing.code, nothing.stdout]).toEqual([0, `nothing of ${stage} is undelivered: nothing to do.\n`]);
    expect(storedOf(stage)).toEqual(mids);
  });
});

describe('failed events that are valid now', () => {
  const key = `failed/dt=${new Date().toISOString().slice(0, 10)}/hour=00/by-hand.json.gz`;
  const failed = (mid: string, edata: object = {}) =>
    aFailedEvent({
      reason: 'schema',
      at: Date.now(),
      header,
      raw: JSON.stringify({ ...valid(mid), edata: { ...(valid(mid).edata as object), ...edata } }),
    });
  const total = () => {
    const { stored, duplicate, failed } = readBooks(runner.info);
    return stored + duplicate + failed;
  };
  let before: number;

  beforeAll(async () => {
    await put(
      runner.info.lakeBucket,
      key,
      aFailedObject([failed('replay:1'), failed('replay:2', { level: 1 }), failed('replay:3')]),
    );
    before = total();
  });

  it('are counted by a dry run, which changes nothing', async () => {
    const { code, stdout } = await run('replay', '--reason', 'schema', '--dry-run');

    expect([code, stdout]).toEqual([0, expect.stringMatching(/^ {2}replayed +2$/m)]);
    expect(lakeFiles(runner.info, 'replayed')).toEqual([]);
  });

  it('are stored by a replay, once, however often it is run, and the books keep their balance', async () => {
    const first = await run('replay', '--reason', 'schema', '--since', '2d');
    const second = await run('replay', '--reason', 'schema');
    await waitUntil(() => storedOf('replay').length >= 2 && total() === before, patienceMs);

    expect([first.code, first.stdout]).toEqual([0, expect.stringMatching(/^ {2}replayed +2$/m)]);
    expect(first.stdout).toMatch(/^ {2}failing still +1 \(schema 1\)$/m);
    expect([second.code, second.stdout]).toEqual([0, expect.stringMatching(/^ {2}replayed before +2$/m)]);
    expect(storedOf('replay')).toEqual(['replay:1', 'replay:3']);
    expect(total()).toBe(before);
  });

  it('of a reason that can not be replayed are refused, with what helps', async () => {
    const { code, stderr } = await run('replay', '--reason', 'channel');

    expect([code, stderr]).toEqual([2, expect.stringContaining('Let the sender send the events again')]);
  });
});

it('leaves nothing denied', () => {
  expect(runner.printed).not.toMatch(/denied/);
});
