import { enrichFrames } from '../../../lambdas/enrich/enrich-frames.js';
import { enrichers } from '../../../lambdas/enrich/enrichers.js';
import type { UserUpdate } from '../../../lambdas/enrich/user-updates.js';
import { DependencyError } from '../../../lambdas/shared/errors.js';
import { decodeAggregate } from '../../../lambdas/shared/kpl.js';
import { anAudit } from '../../factories/audits.js';
import { anEvent, framed, someEvents, type ValidEvent } from '../../factories/events.js';
import { aFrame, aFrameOfLines, arrival } from '../../factories/frames.js';
import { anItem, aShare } from '../../factories/shares.js';
import { fakeLookup } from '../../fakes/fake-lookup.js';
import { fakeStream } from '../../fakes/fake-stream.js';

const settings = { enrichers, defaultChannel: 'org.default', timeZone: 'Asia/Kolkata' };

function ports({ refuses = [] as readonly number[], table = {} } = {}) {
  const stream = fakeStream({ refuses });
  const registry = fakeLookup(table, stream);
  const documents = () =>
    stream.taken.flatMap(({ data }) => decodeAggregate(Buffer.from(data))).map((data) => JSON.parse(data.toString()));
  return { ...stream, ...registry, refreshUsers: async () => new Map(), now: () => arrival, documents };
}

/** An event of which two fill an aggregate. */
const aLargeEvent = (mid: string): ValidEvent => anEvent({ mid, edata: { message: 'x'.repeat(480 * 1024) } });
/** Events of a user that are all that is worked on at a time. */
const hugeEvents = (id: string) =>
  Array.from({ length: 5 }, (_, index) => ({ ...aLargeEvent(`${id}-${index}`), actor: { id, type: 'User' } }));
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

  it('looks up what all of its frames want to know of at once, and each record once', async () => {
    const content = { id: 'do_1', type: 'Content', rollup: { l1: 'do_9' } };
    const context = { channel: 'channel-1', pdata: { id: 'app-1' }, env: 'home', did: 'device-1' };
    const all = ports({ table: { 'content#do_1': { name: 'Fractions' }, 'user#user-1': { state: 'Goa' } } });
    const frame = aFrame(someEvents(3, { object: content, context }));

    const outcome = await enrichFrames([frame, aFrame(), frame], settings, all);

    expect(all.effects).toEqual(['lookup device#device-1 user#user-1 content#do_1 content#do_9', 'forward 1']);
    expect(outcome).toMatchObject({ forwarded: 7, recordsAsked: 4, recordsRead: 4, recordsMissing: 2 });
    expect(all.documents()[0]).toMatchObject({
      contentdata: { name: 'Fractions' },
      userdata: { state: 'Goa' },
      flags: { device_denorm: false, user_denorm: true, content_denorm: true, coll_denorm: true, loc_denorm: true },
    });
  });

  it('enriches the items of a SHARE as events of their own', async () => {
    const all = ports({ table: { 'content#do_1': { name: 'Item' }, 'content#do_parent': { name: 'Parent' } } });

    await enrichFrames([aFrame([aShare([anItem()])])], settings, all);

    expect(all.documents()).toMatchObject([
      { eid: 'SHARE', contentdata: { name: 'Parent' } },
      { eid: 'SHARE_ITEM', contentdata: { name: 'Item' }, collectiondata: { name: 'Parent' } },
    ]);
  });

  it('lets nothing go on without its records: all is left where the registry does not answer', async () => {
    const all = ports();
    all.breakAfter(0);
    const frames = [aFrameOfLines([broken, JSON.stringify(anEvent())]), aFrame()];

    const outcome = await enrichFrames(frames, settings, all);

    expect(outcome).toMatchObject({
      frames: [
        { left: [0, 1], failed: [] },
        { left: [0], failed: [] },
      ],
      forwarded: 0,
      generated: 0,
    });
    expect(outcome.error).toBeInstanceOf(DependencyError);
    expect(all.taken).toEqual([]);
  });

  it('tells all that fails of a frame, whether it comes once or again after the registry has not answered', async () => {
    const large = anEvent({ edata: { message: 'x'.repeat(1_000 * 1024) } });
    const frame = aFrameOfLines([broken, JSON.stringify(large)]);
    const down = ports();
    down.breakAfter(0);

    const [first] = (await enrichFrames([frame], settings, down)).frames;
    const again = { ...frame, left: first?.left ?? [], isKept: (first?.failed ?? []).length > 0 };
    const [second] = (await enrichFrames([again], settings, ports())).frames;

    const failed = [first, second].flatMap((outcome) => outcome?.failed.map(({ reason }) => reason));
    expect(failed).toEqual(['malformed-json', 'too-large']);
  });

  it('tells what was forwarded before something threw that should not, so that it does not go twice', async () => {
    const all = ports();
    const lookup = async (entities: ReadonlySet<string>) => {
      if (entities.has('user#u-2')) throw new TypeError('a bug');
      return all.lookup(entities);
    };
    const users = ['u-1', 'u-2', 'u-3'].map((id) => aFrame(hugeEvents(id)));

    const outcome = await enrichFrames(users, settings, { ...all, lookup });

    const whole = { left: [...Array(5).keys()], failed: [], isUntouched: true };
    expect(outcome).toMatchObject({ frames: [done, whole, whole], forwarded: 5, error: new TypeError('a bug') });
  });

  it('says that a frame was not come to of which only what failed is still to be kept', async () => {
    const large = anEvent({ edata: { message: 'x'.repeat(1_000 * 1024) } });
    const all = ports();
    all.breakAfter(0);

    const { frames } = await enrichFrames([{ ...aFrame([large]), left: [] }, aFrame()], settings, all);

    expect(frames).toEqual([[], [0]].map((left) => ({ left, failed: [], isUntouched: true })));
  });

  it('throws what is no broken dependency', async () => {
    const lookup = async () => {
      throw new TypeError('a bug');
    };

    await expect(enrichFrames([aFrame()], settings, { ...ports(), lookup })).rejects.toThrow(TypeError);
  });

  it('works on 2 MiB at a time, and asks for nothing again that it was told', async () => {
    const all = ports();
    const frame = aFrame(['a', 'b', 'c'].map(aLargeEvent));

    const outcome = await enrichFrames(Array(5).fill(frame), settings, all);

    expect(all.effects).toEqual(['lookup user#user-1', 'forward 3', 'forward 3', 'forward 2']);
    expect(outcome).toMatchObject({ frames: Array(5).fill(done), forwarded: 15, ...oneUser });
  });

  it('stops at the first part that was not taken or looked up, and leaves the frames behind it', async () => {
    const users = ['u-1', 'u-2', 'u-3'].map((id) => aFrame(hugeEvents(id)));
    const [registryDown, streamDown] = [ports(), ports({ refuses: [0] })];
    registryDown.breakAfter(1);

    const outcomes = [
      await enrichFrames(users, settings, registryDown),
      await enrichFrames(users, settings, streamDown),
    ];

    const whole = { left: [...Array(5).keys()], failed: [], isUntouched: true };
    expect(outcomes.map(({ frames }) => frames)).toEqual([
      [done, whole, whole],
      [{ left: [0, 1], failed: [] }, whole, whole],
    ]);
    expect(registryDown.effects).toEqual(['lookup user#u-1', 'forward 3', 'lookup user#u-2']);
    expect(streamDown.effects).toEqual(['lookup user#u-1', 'forward 3']);
  });

  it('looks nothing up for lines that were forwarded before', async () => {
    const all = ports();
    const events = ['u-1', 'u-2'].map((id) => anEvent({ mid: id, actor: { id, type: 'User' } }));

    await enrichFrames([{ ...aFrame(events), left: [1] }], settings, all);

    expect(all.effects).toEqual(['lookup user#u-2', 'forward 1']);
  });

  it('stores an event without its records that only they make too large, and says so', async () => {
    const all = ports({ table: { 'content#do_1': { name: 'x'.repeat(60 * 1024) } } });
    const large = anEvent({ object: { id: 'do_1', type: 'Content' }, edata: { message: 'x'.repeat(980 * 1024) } });

    const outcome = await enrichFrames([aFrame([large, anEvent({ object: large.object })])], settings, all);

    const [left, other] = all.documents();
    expect(outcome).toMatchObject({ frames: [done], forwarded: 2 });
    expect(left).toMatchObject({ flags: { records_left_out: true, content_denorm: false } });
    expect(left).not.toHaveProperty('contentdata');
    expect(other).toHaveProperty('contentdata.name');
    expect(other.flags).not.toHaveProperty('records_left_out');
  });

  it('says nothing of a place that it left out with the records', async () => {
    const all = ports({ table: { 'user#u-1': { state: 'Goa', schoolname: 'x'.repeat(60 * 1024) } } });
    const large = anEvent({ actor: { id: 'u-1', type: 'User' }, edata: { message: 'x'.repeat(980 * 1024) } });

    await enrichFrames([aFrame([large])], settings, all);

    const [left] = all.documents();
    expect(left).toMatchObject({ flags: { records_left_out: true, user_denorm: false } });
    expect(left).not.toHaveProperty('derivedlocationdata');
    expect(left?.flags).not.toHaveProperty('loc_denorm');
  });

  it('brings users up to date before anything is forwarded', async () => {
    const all = ports();
    const audit = anAudit({ UserRole: 'teacher' });
    const refreshUsers = async (updates: readonly UserUpdate[]) => {
      all.effects.push(`refresh ${updates.map(({ userId }) => userId)}`);
      return new Map();
    };

    await enrichFrames([aFrame([audit]), aFrame()], settings, { ...all, refreshUsers });

    expect(all.effects).toEqual(['refresh u-1', 'lookup user#user-1 content#u-1', 'forward 1']);
  });

  it('brings users up to date part by part, and what it has looked up of them before', async () => {
    const all = ports({ table: { 'user#u-1': { userlogintype: 'student' } } });
    const refreshUsers = async (updates: readonly UserUpdate[]) => {
      if (updates.length > 0) all.effects.push('refresh');
      return new Map(updates.map(({ userId }) => [`user#${userId}`, { userlogintype: 'teacher' }]));
    };
    const ofUser = aFrame([anEvent({ actor: { id: 'u-1', type: 'User' } })]);
    const frames = [aFrame(hugeEvents('u-1')), aFrame([anAudit({ UserRole: 'teacher' })]), ofUser];

    await enrichFrames(frames, settings, { ...all, refreshUsers });

    expect(all.effects).toEqual([
      'lookup user#u-1',
      'forward 3',
      'refresh',
      'lookup user#user-1 content#u-1',
      'forward 1',
    ]);
    const said = all.documents().map(({ userdata }) => userdata?.userlogintype);
    expect([said.slice(0, 5), said.at(-1)]).toEqual([Array(5).fill('student'), 'teacher']);
  });

  it('forwards nothing while users can not be brought up to date: the frames come again', async () => {
    const all = ports();
    const refreshUsers = async () => {
      throw new DependencyError('registry: down');
    };

    await expect(enrichFrames([aFrame()], settings, { ...all, refreshUsers })).rejects.toThrow('registry: down');

    expect(all.effects).toEqual([]);
  });
});
