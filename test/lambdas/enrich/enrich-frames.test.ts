import { enrichFrames } from '../../../lambdas/enrich/enrich-frames.js';
import { enrichers } from '../../../lambdas/enrich/enrichers.js';
import { aLargeEvent, anEvent, framed, someEvents } from '../../factories/events.js';
import { aFrame, aFrameOfLines, arrival } from '../../factories/frames.js';
import { anItem, aShare } from '../../factories/shares.js';
import { fakeEnrichPorts as ports } from '../../fakes/fake-enrich-ports.js';

const settings = { enrichers, defaultChannel: 'org.default', timeZone: 'Asia/Kolkata' };

/** A line whose event is an object no more. */
const broken = '{"eid":"LOG"';

const done = { left: [], failed: [] };
/** All events of this file are of one user, whom nobody knows. */
const oneUser = { recordsAsked: 1, recordsRead: 1, recordsMissing: 1 };
const noUser = { recordsAsked: 0, recordsRead: 0, recordsMissing: 0 };

describe('enrichFrames', () => {
  it('forwards one enriched document an event, in order', async () => {
    const all = ports();
    const frame = aFrame(someEvents(3));

    const outcome = await enrichFrames([frame, aFrame([anEvent({ mid: 'LOG:4' })])], settings, all);

    expect(outcome).toEqual({ frames: [done, done], forwarded: 4, generated: 0, ...oneUser });
    expect(all.documents().map(({ mid }) => mid)).toEqual(['LOG:1', 'LOG:2', 'LOG:3', 'LOG:4']);
    expect(all.effects).toEqual(['lookup user#user-1', 'forward 1']);
  });

  it('gives each event the stamps of its own frame and entry', async () => {
    const all = ports();
    const event = anEvent({ ets: arrival + 86_400_000 });
    const frame = aFrame([event], { entries: [['LOG:1', framed(event).fingerprint, { mid_collision: true }]] });

    await enrichFrames([frame], settings, all);

    expect(all.documents()).toMatchObject([
      {
        ...event,
        syncts: frame.header.syncts,
        flags: { mid_collision: true, future_ets: true },
        metadata: { fingerprint: framed(event).fingerprint, clamped_ets: Date.UTC(2024, 0, 15, 18, 30) - 1 },
      },
    ]);
  });

  it.each([
    ['no JSON', broken],
    ['empty', ''],
    ['null', 'null'],
    ['a number', '7'],
    ['an array', '[]'],
  ])('tells that a line failed that is %s, and forwards the others', async (_, line) => {
    const all = ports();
    const good = JSON.stringify(anEvent());
    const frame = aFrameOfLines([good, line, good]);

    const outcome = await enrichFrames([frame], settings, all);

    const failed = {
      reason: 'malformed-json',
      pointer: '',
      expected: 'one JSON object a line',
      found: 'something else',
      stage: 'enrich',
      at: arrival,
      header: frame.header,
      raw: line,
    };
    expect(outcome).toMatchObject({ frames: [{ left: [], failed: [failed] }], forwarded: 2, generated: 0 });
    expect(all.documents()).toHaveLength(2);
  });

  it('forwards nothing when all lines have failed', async () => {
    const all = ports();

    const outcome = await enrichFrames([aFrameOfLines([broken, broken])], settings, all);

    expect(outcome).toMatchObject({ frames: [{ left: [], failed: [{ raw: broken }, { raw: broken }] }], forwarded: 0 });
    expect(all.effects).toEqual([]);
  });

  it('tells that an event failed, as it came, that is too large once it is enriched', async () => {
    const all = ports();
    const large = anEvent({ edata: { message: 'x'.repeat(1_000 * 1024) } });

    const outcome = await enrichFrames([aFrame([large, anEvent({ mid: 'LOG:2' })])], settings, all);

    const [failed] = outcome.frames[0]?.failed ?? [];
    expect(outcome.forwarded).toBe(1);
    expect(failed?.raw === JSON.stringify(large)).toBe(true);
    expect(failed).toMatchObject({ reason: 'too-large', expected: 'at most 1024000 bytes when enriched' });
    expect(Number(failed?.found)).toBeGreaterThan(1_024_000);
  });

  it('tells of an event that failed what was mended in it before', async () => {
    const large = anEvent({ edata: { message: 'x'.repeat(1_000 * 1024) } });
    const notes = { repaired: [{ rule: 'eid-case', path: '/eid', was: 'Log' }] };
    const frame = aFrame([large], { entries: [['LOG:1', 'fingerprint-1', notes]] });

    const { frames } = await enrichFrames([frame], settings, ports());

    expect(frames[0]?.failed).toMatchObject([{ reason: 'too-large', notes }]);
  });

  it('leaves the lines whose events were not taken, and counts the others', async () => {
    const frames = ['a', 'b', 'c', 'd', 'e'].map((mid) => aFrame([aLargeEvent(mid)]));

    const outcome = await enrichFrames(frames, settings, ports({ refuses: [1] }));

    expect(outcome).toEqual({
      frames: [done, done, { left: [0], failed: [] }, { left: [0], failed: [] }, done],
      forwarded: 3,
      generated: 0,
      ...oneUser,
      error: new Error('stream: throttled'),
    });
  });

  it('goes on with a frame where it was left, and does no line of it twice', async () => {
    const frame = aFrame(['a', 'b', 'c', 'd'].map(aLargeEvent));
    const { frames } = await enrichFrames([frame], settings, ports({ refuses: [1] }));
    const all = ports();

    const outcome = await enrichFrames([{ ...frame, left: frames[0]?.left ?? [] }], settings, all);

    expect(frames[0]?.left).toEqual([2, 3]);
    expect(all.documents().map(({ mid }) => mid)).toEqual(['c', 'd']);
    expect(outcome).toEqual({ frames: [done], forwarded: 2, generated: 0, ...oneUser });
  });

  it('tells what failed of a frame until that is kept', async () => {
    const frame = aFrameOfLines([broken, JSON.stringify(anEvent())]);
    const again = { ...frame, left: [] };

    const outcomes = [
      await enrichFrames([again], settings, ports()),
      await enrichFrames([{ ...again, isKept: true }], settings, ports()),
    ];

    expect(outcomes.map(({ frames }) => frames[0]?.failed.length)).toEqual([1, 0]);
    expect(outcomes.map(({ forwarded }) => forwarded)).toEqual([0, 0]);
  });

  it('does nothing for no frames', async () => {
    const all = ports();

    expect(await enrichFrames([], settings, all)).toEqual({ frames: [], forwarded: 0, generated: 0, ...noUser });
    expect(all.effects).toEqual([]);
  });

  it('forwards the items of a SHARE behind it, and counts them apart', async () => {
    const all = ports();
    const frame = aFrame([aShare([anItem([{}, { transfers: 1 }])]), anEvent({ mid: 'LOG:2' })]);

    const outcome = await enrichFrames([frame], settings, all);

    expect(outcome).toMatchObject({ frames: [done], forwarded: 2, generated: 2 });
    expect(all.documents().map(({ mid }) => mid)).toEqual(['SHARE:1', 'SHARE:1-1', 'SHARE:1-2', 'LOG:2']);
    expect(all.documents()[0]).toMatchObject({ flags: { pp_share_event_processed: true } });
  });

  it('generates nothing out of a SHARE that is itself too large', async () => {
    const all = ports();
    const large = aShare([anItem()], { message: 'x'.repeat(1_000 * 1024) });

    const outcome = await enrichFrames([aFrame([large])], settings, all);

    expect(outcome).toMatchObject({ frames: [{ failed: [{ reason: 'too-large' }] }], forwarded: 0, generated: 0 });
    expect(all.taken).toEqual([]);
  });

  it('counts neither a SHARE nor its items of a frame that comes again', async () => {
    const shares = ['a', 'b'].map((mid) => aShare([anItem()], { mid, message: 'x'.repeat(600 * 1024) }));
    const frames = shares.map((share) => aFrame([share]));

    const outcome = await enrichFrames(frames, settings, ports({ refuses: [1] }));

    expect(outcome).toMatchObject({ frames: [done, { left: [0] }], forwarded: 1, generated: 1 });
  });

  it('makes at most 8 MiB of items out of one frame, and as much again out of the next', async () => {
    const shares = Array.from({ length: 40 }, (_, index) =>
      aShare([anItem(Array(2_000).fill({}))], { mid: `SHARE:${index}` }),
    );
    const all = ports();

    await enrichFrames([aFrame(shares), aFrame(shares)], settings, all);

    const items = all.documents().filter(({ eid }) => eid === 'SHARE_ITEM');
    // What is added to them comes on top.
    const bare = items.map(({ userdata, collectiondata, ...item }) => JSON.stringify({ ...item, flags: {} }));
    const bytes = bare.reduce((sum, { length }) => sum + length, 0);
    expect(bytes).toBeLessThanOrEqual(2 * 8 * 1024 * 1024);
    expect(bytes).toBeGreaterThan(2 * 8 * 1024 * 1024 - 2_000);
  });
});
