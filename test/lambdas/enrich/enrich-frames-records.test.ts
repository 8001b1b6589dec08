import { enrichFrames } from '../../../lambdas/enrich/enrich-frames.js';
import { enrichers } from '../../../lambdas/enrich/enrichers.js';
import type { UserUpdate } from '../../../lambdas/enrich/user-updates.js';
import { DependencyError } from '../../../lambdas/shared/function/errors.js';
import { anAudit } from '../../factories/audits.js';
import { aLargeEvent, anEvent, someEvents } from '../../factories/events.js';
import { aFrame, aFrameOfLines } from '../../factories/frames.js';
import { anItem, aShare } from '../../factories/shares.js';
import { fakeEnrichPorts as ports } from '../../fakes/fake-enrich-ports.js';

const settings = { enrichers, defaultChannel: 'org.default', timeZone: 'Asia/Kolkata' };

/** Events of a user that are all that is worked on at a time. */
const hugeEvents = (id: string) =>
  Array.from({ length: 5 }, (_, index) => ({ ...aLargeEvent(`${id}-${index}`), actor: { id, type: 'User' } }));
/** A line whose event is an object no more. */
const broken = '{"eid":"LOG"';

const done = { left: [], failed: [] };
/** All events of this file are of one user, whom nobody knows. */
const oneUser = { recordsAsked: 1, recordsRead: 1, recordsMissing: 1 };

describe('enrichFrames, with the registry,', () => {
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
