import fc from 'fast-check';
import { joinFaults, schemaFaults } from '../../../../lambdas/shared/telemetry/all-faults.js';
import { faultMessages } from '../../../../lambdas/shared/telemetry/fault-message.js';
import { judgeEvent, schemasAlone } from '../../../../lambdas/shared/telemetry/judge-event.js';
import type { Fault, FaultAt, TelemetryEvent } from '../../../../lambdas/shared/telemetry/types.js';
import { anEvent } from '../../../factories/events.js';

type Json = Record<string, unknown>;

const anImpression = () =>
  anEvent({
    eid: 'IMPRESSION',
    tags: ['a', 'b'],
    edata: { visits: [{ objid: 'do_1', objtype: 'Content', index: 1 }] },
  }) as unknown as TelemetryEvent & {
    actor: Json;
    context: Json & { pdata: Json };
    edata: Json & { visits: Json[] };
    tags: unknown[];
  };

type Impression = ReturnType<typeof anImpression>;

/** What is done to a valid event, and what is to be said about it; each at another place. */
const breaks: readonly (readonly [message: string, spoil: (event: Impression) => void])[] = [
  ['/ets: expected number, found string', (event) => Object.assign(event, { ets: 'now' })],
  ['/ver: expected one of ["3.0","3.1"], found 3', (event) => Object.assign(event, { ver: 3 })],
  ['/mid: expected a text that is not empty, found ""', (event) => Object.assign(event, { mid: '' })],
  ['/actor/type: expected string, found nothing', (event) => delete event.actor.type],
  ['/actor/id: expected string, found number', (event) => Object.assign(event.actor, { id: 7 })],
  ['/context/env: expected string, found nothing', (event) => delete event.context.env],
  ['/context/pdata/id: expected string, found nothing', (event) => delete event.context.pdata.id],
  ['/tags/1: expected string, found null', (event) => event.tags.splice(1, 1, null)],
  ['/edata/pageid: expected string, found nothing', (event) => delete event.edata.pageid],
  ['/edata/uri: expected string, found array', (event) => Object.assign(event.edata, { uri: [] })],
  ['/edata/visits/0/objtype: expected string, found nothing', ({ edata: { visits } }) => delete visits[0]?.objtype],
  [
    '/edata/visits/0/index: expected number, found a number beyond ±1.8e308, more than a double holds',
    ({ edata: { visits } }) => Object.assign(visits[0] as Json, { index: Number.POSITIVE_INFINITY }),
  ],
];

const messagesOf = (event: unknown, rules = schemasAlone) => {
  const { fault } = judgeEvent(event, rules);
  return fault ? faultMessages(fault) : [];
};

describe('the faults of an event', () => {
  it('are all told, each once, and nothing besides, whatever is wrong with it', () => {
    fc.assert(
      fc.property(fc.subarray([...breaks], { minLength: 1, maxLength: 10 }), (chosen) => {
        const event = anImpression();
        for (const [, spoil] of chosen) spoil(event);

        expect(messagesOf(event).toSorted()).toEqual(chosen.map(([message]) => message).toSorted());
      }),
    );
  });

  it('begin with the one that decides the reason, and stand in a list only where there are several', () => {
    const one = judgeEvent(anEvent({ edata: { level: 1 } })).fault;
    const two = judgeEvent(anEvent({ mid: '', edata: { level: 1 } })).fault as Fault;

    const level = { reason: 'schema', pointer: '/edata/level', expected: 'string', found: 'number' };
    const mid = { reason: 'envelope', pointer: '/mid', expected: 'a text that is not empty', found: '""' };
    expect(one).toEqual(level);
    expect(two).toEqual({ ...mid, faults: [mid, level] });
  });

  it('are ten at most', () => {
    const event = anImpression();
    for (const [, spoil] of breaks) spoil(event);

    expect(breaks.length).toBeGreaterThan(10);
    expect(messagesOf(event)).toHaveLength(10);
  });

  it.each([
    ['that is missing', anEvent({ eid: undefined, ets: 'now' }), '/eid: expected string, found nothing'],
    ['that none of them is', anEvent({ eid: 'VIEW', ets: 'now' }), '/eid: expected one of ASSESS'],
    ['of another kind', anEvent({ eid: 7, ets: 'now' }), '/eid: expected string, found number'],
  ])('are those of the envelope besides an eid %s', (_, event, first) => {
    const messages = messagesOf(event);

    expect(messages).toEqual([expect.stringContaining(first), '/ets: expected number, found string']);
  });

  it('are those of its schema besides a foreign channel, which comes first', () => {
    const event = anEvent({ mid: '', ets: 1, edata: { level: 1 } });
    const rules = { ...schemasAlone, oldest: 2, channels: new Set(['ours']) };

    const { fault } = judgeEvent(event, rules);

    expect(fault?.reason).toBe('channel');
    expect(fault?.faults?.map(({ reason, pointer }) => [reason, pointer])).toEqual([
      ['channel', '/context/channel'],
      ['envelope', '/mid'],
      ['schema', '/edata/level'],
      ['late', '/ets'],
    ]);
  });

  it('are those that are left when repairs are done, and none that a repair made', () => {
    const event = anEvent({ eid: 'Start', mid: '', edata: { Type: 'app', duration: '7', PAGEID: 5 } });
    delete (event.edata as Json).type;

    expect(messagesOf(event)).toEqual(['/mid: expected a text that is not empty, found ""']);
  });

  it('name unknown keys in strict, and not in compatible', () => {
    const event = anEvent({ mid: '', edata: { a: 1, b: 2 } });
    const strict = { ...schemasAlone, profileOf: () => 'strict' as const };

    expect(messagesOf(structuredClone(event), strict).slice(1)).toEqual([
      '/edata/a: expected no such key, found number',
      '/edata/b: expected no such key, found number',
    ]);
    expect(messagesOf(event)).toHaveLength(1);
  });
});

describe('schemaFaults', () => {
  it.each([
    ['a list', (looked: () => void) => ({ tags: watched(looked, new Array(100_000).fill(7)) })],
    ['entries', (looked: () => void) => ({ context: { cdata: watched(looked, new Array(100_000).fill({})) } })],
  ])('stops looking at %s once there are enough of them', (_, spoiled) => {
    let reads = 0;
    const event = anEvent(spoiled(() => reads++));

    expect(schemaFaults(event, 'strict').length).toBeGreaterThanOrEqual(10);
    expect(reads).toBeLessThan(50);
  });

  it('stops looking at keys once there are enough of them', () => {
    const keys = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`key-${n}`, n]));

    expect(schemaFaults(anEvent({ edata: keys }), 'strict').length).toBeLessThan(20);
  });
});

/** A list that tells of each look at an element. */
function watched(looked: () => void, list: unknown[]): unknown[] {
  return new Proxy(list, {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) looked();
      return Reflect.get(target, key);
    },
  });
}

describe('joinFaults', () => {
  const at = (pointer: string): FaultAt => ({ reason: 'schema', pointer, expected: 'string', found: pointer });

  it('counts the first of several at one place', () => {
    const joined = joinFaults(at('/a'), [undefined, { ...at('/a'), found: 'again' }, at('/b')]);

    expect(joined).toEqual({ ...at('/a'), faults: [at('/a'), at('/b')] });
  });

  it('takes lists apart, and makes none of one', () => {
    const listed = { ...at('/b'), faults: [at('/b'), at('/c')] };

    expect(joinFaults(at('/a'), [listed]).faults).toEqual([at('/a'), at('/b'), at('/c')]);
    expect(joinFaults(at('/a'), [at('/a')])).toEqual(at('/a'));
  });
});
