import { dedupFrames } from '../../../lambdas/dedup/dedup-frames.js';
import { decodeFrame, type Frame } from '../../../lambdas/shared/frames/frame.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { anEvent, someEvents } from '../../factories/events.js';
import { aFrame } from '../../factories/frames.js';
import { fakeClaims } from '../../fakes/fake-claims.js';
import { fakeStream } from '../../fakes/fake-stream.js';

type Events = ReturnType<typeof someEvents>;

function ports({ refuses = [] as readonly number[] } = {}) {
  const table = fakeClaims();
  const stream = fakeStream({ effects: table.effects, refuses });
  return { ...table, ...stream, read: () => stream.taken.map(({ data }) => decodeFrame(Buffer.from(data)) as Frame) };
}

const [one, two, three] = ['LOG:1', 'LOG:2', 'LOG:3'].map((mid) => [anEvent({ mid })]) as [Events, Events, Events];

const first = aFrame(one, { owner: 'shard-0:1' });
const repeat = aFrame(one, { owner: 'shard-0:2' });
const second = aFrame(two, { owner: 'shard-0:3' });
const third = aFrame(three, { owner: 'shard-0:4' });

const done = { left: [], failed: [] };

describe('dedupFrames', () => {
  it('claims before it forwards', async () => {
    const all = ports();

    await dedupFrames([first, second], all);

    expect(all.effects).toEqual(['insertAll LOG:1 LOG:2', 'forward 2']);
  });

  it('forwards a frame without duplicates byte for byte, under its partition key', async () => {
    const all = ports();
    // gzip's byte 9 names the system that wrote it; ours never writes 255, so these bytes are not written anew.
    const data = Buffer.from(first.data).fill(255, 9, 10);

    await dedupFrames([{ ...first, data, partitionKey: 'batch-7' }], all);

    expect(all.taken).toEqual([{ partitionKey: 'batch-7', data }]);
  });

  it('rewrites a frame with duplicates without them', async () => {
    const all = ports();
    await dedupFrames([second], all);
    const frame = aFrame(someEvents(3), { owner: 'shard-0:9' });

    const outcome = await dedupFrames([frame], all);

    expect(outcome).toMatchObject({ duplicate: 1, forwarded: 2 });
    expect(all.read()[1]).toEqual({
      header: frame.header,
      entries: [frame.entries[0], frame.entries[2]],
      lines: [frame.lines[0], frame.lines[2]],
    });
  });

  it('forwards nothing of a frame that is all duplicates', async () => {
    const all = ports();
    await dedupFrames([first], all);

    const outcome = await dedupFrames([repeat], all);

    expect(outcome).toEqual({ frames: [done], duplicate: 1, forwarded: 0 });
    expect(all.taken).toHaveLength(1);
    expect(all.effects.filter((effect) => effect.startsWith('forward'))).toEqual(['forward 1']);
  });

  it('drops a repeat inside one invocation', async () => {
    const all = ports();

    const outcome = await dedupFrames([first, repeat, second], all);

    expect(outcome).toMatchObject({ duplicate: 1, forwarded: 2 });
    expect(all.taken.map(({ data }) => data)).toEqual([first.data, second.data]);
  });

  it('forwards another event under a taken mid with a flag, and as it was sent', async () => {
    const all = ports();
    const collision = aFrame([anEvent({ edata: { other: true } }), ...two], { owner: 'shard-0:2' });
    await dedupFrames([first], all);

    const outcome = await dedupFrames([collision], all);

    const [entry, ...others] = collision.entries;
    expect(outcome).toMatchObject({ duplicate: 0, forwarded: 2 });
    expect(all.read()[1]).toEqual({
      header: collision.header,
      entries: [[entry?.[0], entry?.[1], { mid_collision: true }], ...others],
      lines: collision.lines,
    });
  });

  it('forwards a frame again that comes again', async () => {
    const all = ports();
    await dedupFrames([first], all);

    const outcome = await dedupFrames([first], all);

    expect(outcome).toEqual({ frames: [done], duplicate: 0, forwarded: 1 });
    expect(all.taken).toHaveLength(2);
  });

  it('leaves the lines of the frames that were not taken, and of no others', async () => {
    const all = ports({ refuses: [1] });

    const outcome = await dedupFrames([first, repeat, second, third], all);

    expect(outcome).toMatchObject({
      frames: [done, done, { left: [0] }, done],
      error: new Error('stream: throttled'),
    });
  });

  it('counts what it is done with: a frame that was not taken comes again, and is counted then', async () => {
    const all = ports({ refuses: [1] });
    const mixed = aFrame([...one, ...three], { owner: 'shard-0:5' });

    const outcome = await dedupFrames([first, repeat, second, mixed], all);

    expect(outcome).toMatchObject({ duplicate: 2, forwarded: 2 });
  });

  it('is done with a duplicate of a frame that comes again, which owns the event', async () => {
    const outcome = await dedupFrames([first, repeat], ports({ refuses: [0] }));

    expect(outcome).toMatchObject({ frames: [{ left: [0] }, done], duplicate: 1, forwarded: 0 });
  });

  it('forwards nothing when the claims table is down', async () => {
    const all = ports();
    all.breakAfter(0);

    await expect(dedupFrames([first], all)).rejects.toThrow(DependencyError);
    expect(all.taken).toEqual([]);
  });

  it('does nothing for no frames', async () => {
    const all = ports();

    expect(await dedupFrames([], all)).toEqual({ frames: [], duplicate: 0, forwarded: 0 });
    expect(all.effects).toEqual([]);
  });
});
