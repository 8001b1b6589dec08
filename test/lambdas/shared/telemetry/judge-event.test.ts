import fc from 'fast-check';
import { judgeEvent, knownEids, maxDepth, maxEventBytes } from '../../../../lambdas/shared/telemetry/judge-event.js';
import { failureReasons } from '../../../../lambdas/shared/telemetry/types.js';
import { anEvent, anEventTextOfDepth, anEventWithout } from '../../../factories/events.js';
import { anyJson } from '../../../factories/texts.js';

const eids = [
  ['ASSESS', 'AUDIT', 'END', 'ERROR', 'EXDATA', 'FEEDBACK', 'HEARTBEAT', 'IMPRESSION', 'INTERACT', 'INTERRUPT'],
  ['LOG', 'METRICS', 'RESPONSE', 'SEARCH', 'SHARE', 'START', 'SUMMARY'],
].flat();

const { actor, context } = anEvent() as unknown as { actor: object; context: object };

/** The smallest event, padded to so many bytes of JSON. */
function anEventOfBytes(bytes: number, filler = 'x') {
  const empty = JSON.stringify(anEvent({ edata: { message: '' } })).length;
  return anEvent({ edata: { message: filler.repeat(Math.ceil((bytes - empty) / Buffer.byteLength(filler))) } });
}

describe('judgeEvent', () => {
  it('knows the event ids of Telemetry 3.0 and no others', () => {
    expect(knownEids.toSorted()).toEqual(eids);
  });

  it.each(eids)('accepts the smallest %s event, and returns it untouched with its text', (eid) => {
    const event = anEvent({ eid });

    expect(judgeEvent(event)).toEqual({ event: anEvent({ eid }), text: JSON.stringify(event) });
  });

  it.each([
    ['no mid', anEventWithout('mid'), '/mid: expected a value, found nothing'],
    ['an empty mid', anEvent({ mid: '' }), '/mid: expected a text that is not empty, found ""'],
    ['a number as mid', anEvent({ mid: 7 }), '/mid: expected string, found number'],
    ['a text as ets', anEvent({ ets: '1700000000000' }), '/ets: expected number, found string'],
    ['no ets', anEventWithout('ets'), '/ets: expected a value, found nothing'],
    ['an old version', anEvent({ ver: '2.2' }), '/ver: expected one of ["3.0","3.1"], found "2.2"'],
    ['no actor', anEventWithout('actor'), '/actor: expected a value, found nothing'],
    ['an actor without id', anEvent({ actor: { type: 'User' } }), '/actor/id: expected a value, found nothing'],
    ['null as actor type', anEvent({ actor: { ...actor, type: null } }), '/actor/type: expected string, found null'],
    ['no context', anEventWithout('context'), '/context: expected a value, found nothing'],
    [
      'no channel',
      anEvent({ context: { ...context, channel: undefined } }),
      '/context/channel: expected a value, found nothing',
    ],
    [
      'an empty channel',
      anEvent({ context: { ...context, channel: '' } }),
      '/context/channel: expected a text that is not empty, found ""',
    ],
    [
      'a producer without id',
      anEvent({ context: { ...context, pdata: {} } }),
      '/context/pdata/id: expected a value, found nothing',
    ],
    [
      'more than type and id in cdata',
      anEvent({ context: { ...context, cdata: [{ type: 'a', id: 'b', 'c/d': 1 }] } }),
      '/context/cdata/0: expected no other keys, found "c/d"',
    ],
    ['a number as tag', anEvent({ tags: ['a', 1] }), '/tags/1: expected string, found number'],
    ['an array as edata', anEvent({ edata: [] }), '/edata: expected object, found array'],
    ['no edata', anEventWithout('edata'), '/edata: expected a value, found nothing'],
    ['no eid', anEventWithout('eid'), '/eid: expected string, found nothing'],
    ['a number as eid', anEvent({ eid: 5 }), '/eid: expected string, found number'],
  ])('refuses an envelope with %s, and points to it', (_, event, message) => {
    expect(judgeEvent(event)).toEqual({ fault: { reason: 'envelope', message }, text: JSON.stringify(event) });
  });

  it.each([
    'log',
    'Log',
    '',
    'COMMON',
    'ENVELOPE',
    '__proto__',
    'constructor',
    'toString',
    'default',
    'x'.repeat(5_000),
  ])('refuses the eid %j as unknown, in few words', (eid) => {
    const { fault } = judgeEvent(anEvent({ eid }));

    expect(fault).toMatchObject({ reason: 'unknown-eid', message: expect.stringMatching(/^\/eid: .+ found "/) });
    expect(fault?.message.length).toBeLessThan(300);
  });

  it.each([
    ['null', null],
    ['string', 'LOG'],
    ['number', 7],
    ['boolean', true],
    ['array', [anEvent()]],
  ])('refuses a %s in the place of an event', (kind, candidate) => {
    expect(judgeEvent(candidate)).toEqual({
      fault: { reason: 'not-an-object', message: `expected an event object, found ${kind}` },
      text: JSON.stringify(candidate),
    });
  });

  it.each(['x', 'न', '😀'])('measures an event in bytes, one of %s at a time', (filler) => {
    const event = anEventOfBytes(maxEventBytes + 1, filler);
    const bytes = Buffer.byteLength(JSON.stringify(event));

    expect(judgeEvent(event).fault).toEqual({
      reason: 'too-large',
      message: `expected at most 1048576 bytes, found ${bytes}`,
    });
  });

  it('accepts an event of exactly 1 MiB', () => {
    const event = anEventOfBytes(maxEventBytes);

    const { fault, text } = judgeEvent(event);

    expect(fault).toBeUndefined();
    expect(text).toHaveLength(maxEventBytes);
  });

  it.each([3, 30, maxDepth - 1, maxDepth])('accepts %d levels of nesting', (levels) => {
    const candidate = JSON.parse(anEventTextOfDepth(levels));

    expect(judgeEvent(candidate).fault).toBeUndefined();
  });

  it('does not take brackets inside texts for nesting', () => {
    const event = anEvent({ edata: { message: `"\\${'[{'.repeat(200)}` } });

    expect(judgeEvent(event).fault).toBeUndefined();
  });

  it('does not take many brackets beside each other for nesting', () => {
    const event = anEvent({ edata: { items: Array.from({ length: 500 }, () => [{}]) } });

    expect(judgeEvent(event).fault).toBeUndefined();
  });

  it.each([maxDepth + 1, 1_000, 20_000])('refuses %d levels of nesting, and does not fall over them', (levels) => {
    const candidate = JSON.parse(anEventTextOfDepth(levels));

    expect(judgeEvent(candidate).fault).toEqual({
      reason: 'too-deep',
      message: 'expected at most 100 levels of nesting, found more',
    });
  });

  it('gives the text of an event that is too deep as long as it can be printed', () => {
    const text = anEventTextOfDepth(maxDepth + 1);

    expect(judgeEvent(JSON.parse(text)).text).toBe(text);
  });

  it('has a verdict on any JSON value, and never throws', () => {
    const overrides = fc.dictionary(fc.constantFrom(...Object.keys(anEvent()), 'object', 'tags', '__proto__'), anyJson);
    const mutants = overrides.map((values) => JSON.parse(JSON.stringify({ ...anEvent(), ...values })));
    fc.assert(
      fc.property(fc.oneof(anyJson, mutants), (candidate) => {
        const { fault, text } = judgeEvent(candidate);

        expect(text).toBe(JSON.stringify(candidate));
        expect(fault === undefined || failureReasons.includes(fault.reason)).toBe(true);
      }),
    );
  });
});
