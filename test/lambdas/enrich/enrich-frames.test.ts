import { enrichFrames } from '../../../lambdas/enrich/enrich-frames.js';
import { enrichers } from '../../../lambdas/enrich/enrichers.js';
import { DependencyError } from '../../../lambdas/shared/errors.js';
import { decodeAggregate } from '../../../lambdas/shared/kpl.js';
import { anEvent, framed, someEvents, type ValidEvent } from '../../factories/events.js';
import { aFrame, aFrameOfLines, arrival } from '../../factories/frames.js';
import { anItem, aShare } from '../../factories/shares.js';
import { fakeFailedBook } from '../../fakes/fake-failed-book.js';
import { fakeStream } from '../../fakes/fake-stream.js';

const settings = { enrichers, defaultChannel: 'org.default', timeZone: 'Asia/Kolkata' };

function ports({ refuses = [] as readonly number[], error = undefined as Error | undefined } = {}) {
  const stream = fakeStream({ refuses });
  const book = fakeFailedBook({ effects: stream.effects, error });
  const documents = () =>
    stream.taken.flatMap(({ data }) => decodeAggregate(Buffer.from(data))).map((data) => JSON.parse(data.toString()));
  return { ...stream, ...book, now: () => arrival, documents };
}

/** An event of which two fill an aggregate. */
const aLargeEvent = (mid: string): ValidEvent => anEvent({ mid, edata: { message: 'x'.repeat(480 * 1024) } });
/** A line whose event is an object no more. */
const broken = '{"eid":"LOG"';

describe('enrichFrames', () => {
  it('forwards one enriched document an event, in order', async () => {
    const all = ports();
    const frame = aFrame(someEvents(3));

    const outcome = await enrichFrames([frame, aFrame([anEvent({ mid: 'LOG:4' })])], settings, all);

    expect(outcome).toEqual({ received: 4, forwarded: 4, generated: 0, failed: [] });
    expect(all.documents().map(({ mid }) => mid)).toEqual(['LOG:1', 'LOG:2', 'LOG:3', 'LOG:4']);
    expect(all.effects).toEqual(['forward 1']);
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
  ])('keeps a line that is %s as failed, and forwards the others', async (_, line) => {
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
    expect(outcome).toEqual({ received: 3, forwarded: 2, generated: 0, failed: [failed] });
    expect(all.kept).toEqual([failed]);
    expect(all.documents()).toHaveLength(2);
  });

  it('forwards before it keeps what failed', async () => {
    const all = ports();

    await enrichFrames([aFrameOfLines([broken, JSON.stringify(anEvent())])], settings, all);

    expect(all.effects).toEqual(['forward 1', 'keepFailed 1']);
  });

  it('forwards nothing when all lines have failed', async () => {
    const all = ports();

    await enrichFrames([aFrameOfLines([broken, broken])], settings, all);

    expect(all.effects).toEqual(['keepFailed 2']);
  });

  it('keeps an event as failed, as it came, that is too large once it is enriched', async () => {
    const all = ports();
    const large = anEvent({ edata: { message: 'x'.repeat(1_000 * 1024) } });

    const outcome = await enrichFrames([aFrame([large, anEvent({ mid: 'LOG:2' })])], settings, all);

    expect(outcome).toMatchObject({ received: 2, forwarded: 1, failed: [{ reason: 'too-large' }] });
    expect(all.kept.map(({ raw }) => raw === JSON.stringify(large))).toEqual([true]);
    expect(all.kept[0]).toMatchObject({ pointer: '', expected: 'at most 1024000 bytes when enriched' });
    expect(Number(all.kept[0]?.found)).toBeGreaterThan(1_024_000);
  });

  it('names the first frame that has an event which was not taken', async () => {
    const frames = ['a', 'b', 'c', 'd', 'e'].map((mid) => aFrame([aLargeEvent(mid)]));

    const outcome = await enrichFrames(frames, settings, ports({ refuses: [1, 2] }));

    expect(outcome).toMatchObject({ firstUndone: 2, forwarded: 2, received: 2, error: new Error('stream: throttled') });
  });

  it('names a frame again of which some events were taken and some not', async () => {
    const frames = [aFrame([aLargeEvent('a')]), aFrame([aLargeEvent('b'), aLargeEvent('c')])];

    const outcome = await enrichFrames(frames, settings, ports({ refuses: [1] }));

    expect(outcome).toMatchObject({ firstUndone: 1, forwarded: 1, received: 1 });
  });

  it('keeps no failed event of the frames that come again', async () => {
    const all = ports({ refuses: [1] });
    const large = JSON.stringify(aLargeEvent('a'));
    const frames = [[broken, large], [large], [broken, large], [broken]].map((lines) => aFrameOfLines(lines));

    const outcome = await enrichFrames(frames, settings, all);

    expect(outcome).toMatchObject({ firstUndone: 2, forwarded: 2, received: 3, failed: [{ raw: broken }] });
    expect(all.effects).toEqual(['forward 2', 'keepFailed 1']);
  });

  it('keeps nothing when the very first frame comes again', async () => {
    const all = ports({ refuses: [0] });

    const outcome = await enrichFrames([aFrameOfLines([broken, JSON.stringify(anEvent())])], settings, all);

    expect(outcome).toMatchObject({ firstUndone: 0, forwarded: 0, received: 0, failed: [] });
    expect(all.effects).toEqual(['forward 1']);
  });

  it('throws when the failed book is down, so that all comes again', async () => {
    const all = ports({ error: new DependencyError('Firehose failed: down') });

    await expect(enrichFrames([aFrameOfLines([broken])], settings, all)).rejects.toThrow(DependencyError);
  });

  it('does nothing for no frames', async () => {
    const all = ports();

    expect(await enrichFrames([], settings, all)).toEqual({ received: 0, forwarded: 0, generated: 0, failed: [] });
    expect(all.effects).toEqual([]);
  });

  it('forwards the items of a SHARE behind it, and counts them apart', async () => {
    const all = ports();
    const frame = aFrame([aShare([anItem([{}, { transfers: 1 }])]), anEvent({ mid: 'LOG:2' })]);

    const outcome = await enrichFrames([frame], settings, all);

    expect(outcome).toEqual({ received: 2, forwarded: 2, generated: 2, failed: [] });
    expect(all.documents().map(({ mid }) => mid)).toEqual(['SHARE:1', 'SHARE:1-1', 'SHARE:1-2', 'LOG:2']);
    expect(all.documents()[0]).toMatchObject({ flags: { pp_share_event_processed: true } });
  });

  it('generates nothing out of a SHARE that is itself too large', async () => {
    const all = ports();
    const large = aShare([anItem()], { message: 'x'.repeat(1_000 * 1024) });

    const outcome = await enrichFrames([aFrame([large])], settings, all);

    expect(outcome).toMatchObject({ received: 1, forwarded: 0, generated: 0, failed: [{ reason: 'too-large' }] });
    expect(all.effects).toEqual(['keepFailed 1']);
  });

  it('counts neither a SHARE nor its items of a frame that comes again', async () => {
    const shares = ['a', 'b'].map((mid) => aShare([anItem()], { mid, message: 'x'.repeat(600 * 1024) }));
    const frames = shares.map((share) => aFrame([share]));

    const outcome = await enrichFrames(frames, settings, ports({ refuses: [1] }));

    expect(outcome).toMatchObject({ firstUndone: 1, received: 1, forwarded: 1, generated: 1 });
  });

  it('makes at most 8 MiB of items out of one frame, and as much again out of the next', async () => {
    const shares = Array.from({ length: 40 }, (_, index) =>
      aShare([anItem(Array(2_000).fill({}))], { mid: `SHARE:${index}` }),
    );
    const all = ports();

    await enrichFrames([aFrame(shares), aFrame(shares)], settings, all);

    const items = all.documents().filter(({ eid }) => eid === 'SHARE_ITEM');
    const bytes = items.reduce((sum, item) => sum + JSON.stringify(item).length, 0);
    expect(bytes).toBeLessThanOrEqual(2 * 8 * 1024 * 1024);
    expect(bytes).toBeGreaterThan(2 * 8 * 1024 * 1024 - 2_000);
  });
});
