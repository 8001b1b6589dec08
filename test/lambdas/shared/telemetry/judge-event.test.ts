import fc from 'fast-check';
import { maxDepth, maxEventBytes } from '../../../../lambdas/shared/telemetry/check-shape.js';
import { faultMessage } from '../../../../lambdas/shared/telemetry/fault-message.js';
import { judgeEvent, schemasAlone } from '../../../../lambdas/shared/telemetry/judge-event.js';
import { failureReasons } from '../../../../lambdas/shared/telemetry/types.js';
import { mendHalves } from '../../../../lambdas/shared/text/well-formed.js';
import { anEvent, anEventTextOfDepth, smallestEdata } from '../../../factories/events.js';
import { anyJson } from '../../../factories/texts.js';

const none = { pointer: '' };

/** The smallest event, padded to so many bytes of JSON. */
function anEventOfBytes(bytes: number, filler = 'x') {
  const empty = JSON.stringify(anEvent({ edata: { message: '' } })).length;
  return anEvent({ edata: { message: filler.repeat(Math.ceil((bytes - empty) / Buffer.byteLength(filler))) } });
}

describe('judgeEvent', () => {
  it.each(Object.keys(smallestEdata))('accepts the smallest %s event, and returns it untouched', (eid) => {
    const text = JSON.stringify(anEvent({ eid }));

    expect(judgeEvent(anEvent({ eid }))).toEqual({
      event: anEvent({ eid }),
      came: text,
      received: text,
      text,
      repairs: [],
    });
  });

  it.each([
    ['null', null],
    ['string', 'LOG'],
    ['number', 7],
    ['boolean', true],
    ['array', [anEvent()]],
  ])('refuses a %s in the place of an event', (found, candidate) => {
    expect(judgeEvent(candidate)).toEqual({
      fault: { reason: 'not-an-object', ...none, expected: 'an event object', found },
      received: JSON.stringify(candidate),
      came: JSON.stringify(candidate),
      repairs: [],
    });
  });

  it.each(['x', 'न', '😀'])('measures an event in bytes, one of %s at a time', (filler) => {
    const event = anEventOfBytes(maxEventBytes + 1, filler);
    const found = String(Buffer.byteLength(JSON.stringify(event)));

    expect(judgeEvent(event).fault).toEqual({
      reason: 'too-large',
      ...none,
      expected: 'at most 1048576 bytes',
      found,
    });
  });

  it('accepts an event of exactly 1 MiB', () => {
    const { fault, received } = judgeEvent(anEventOfBytes(maxEventBytes));

    expect(fault).toBeUndefined();
    expect(received).toHaveLength(maxEventBytes);
  });

  it.each([3, 30, maxDepth - 1, maxDepth])('accepts %d levels of nesting', (levels) => {
    const candidate = JSON.parse(anEventTextOfDepth(levels));

    expect(judgeEvent(candidate).fault).toBeUndefined();
  });

  it('does not take many brackets beside each other for nesting', () => {
    const event = anEvent({ edata: { items: Array.from({ length: 500 }, () => [{}]) } });

    expect(judgeEvent(event).fault).toBeUndefined();
  });

  it.each([maxDepth + 1, 1_000, 20_000])('refuses %d levels of nesting, and gives their text', (levels) => {
    const text = anEventTextOfDepth(levels);

    const { fault, received } = judgeEvent(JSON.parse(text));

    expect(fault).toEqual({ reason: 'too-deep', ...none, expected: 'at most 100 levels of nesting', found: 'more' });
    expect(received === text).toBe(true);
  });

  it('gives a repaired event with its repairs, and the text that came', () => {
    const sent = anEvent({ eid: 'Log' });

    const verdict = judgeEvent({ ...sent });

    expect(verdict).toEqual({
      event: { ...sent, eid: 'LOG' },
      received: JSON.stringify(sent),
      came: JSON.stringify(sent),
      text: JSON.stringify({ ...sent, eid: 'LOG' }),
      repairs: [{ rule: 'eid-case', path: '/eid', was: 'Log' }],
    });
  });

  it('gives the text that came of an event that no repair could save', () => {
    const sent = anEvent({ eid: 'Log', mid: '' });

    const { fault, received } = judgeEvent({ ...sent });

    expect([fault?.pointer, received]).toEqual(['/mid', JSON.stringify(sent)]);
  });

  it('asks for the profile of the event’s own channel, whatever that is', () => {
    const asked: unknown[] = [];
    const rules = {
      ...schemasAlone,
      profileOf(channel: unknown) {
        asked.push(channel);
        return 'strict' as const;
      },
    };

    const faults = [anEvent({ eid: 'Log' }), anEvent({ context: null }), {}].map(
      (event) => judgeEvent(event, rules).fault,
    );

    expect(asked).toEqual(['channel-1', undefined, undefined]);
    expect(faults.map((fault) => fault?.reason)).toEqual(['unknown-eid', 'envelope', 'envelope']);
  });

  it.each([
    [1_600_000_000_000, undefined],
    [1_599_999_999_999, '1599999999999 (2020-09-13T12:26:39.999Z)'],
    [1_600_000_000, '1600000000 (1970-01-19T12:26:40.000Z)'],
    [-1e300, '-1e+300'],
  ])('calls an event of %d late when nothing before 1600000000000 is taken', (ets, found) => {
    const { fault } = judgeEvent(anEvent({ ets }), { ...schemasAlone, oldest: 1_600_000_000_000 });

    const expected = 'epoch milliseconds from 2020-09-13T12:26:40.000Z on';
    expect(fault).toEqual(found && { reason: 'late', pointer: '/ets', expected, found });
  });

  it.each([
    ['late', { oldest: 2_000_000_000_000 }, {}],
    ['schema', {}, { edata: { level: 1 } }],
    ['unknown-eid', {}, { eid: 'NONE' }],
    ['too-large', {}, { edata: { message: 'x'.repeat(maxEventBytes) } }],
  ])(
    'asks for the channel before it finds an event %s: judged again without its token, it would get in',
    (_, rules, event) => {
      const foreign = anEvent({ context: { ...(anEvent().context as object), channel: 'c' }, ...event });

      const { fault } = judgeEvent(foreign, { ...schemasAlone, ...rules, channels: new Set(['a']) });

      expect(fault?.reason).toBe('channel');
    },
  );

  it('refuses an event of a channel that its token is not bound to', () => {
    const bound = { ...schemasAlone, channels: new Set(['a', 'b']) };
    const eventOf = (channel: string) => anEvent({ context: { ...(anEvent().context as object), channel } });

    expect(judgeEvent(eventOf('b'), bound).fault).toBeUndefined();
    expect(judgeEvent(eventOf('c'), bound).fault).toEqual({
      reason: 'channel',
      pointer: '/context/channel',
      expected: 'a channel that the token is bound to, one of ["a","b"]',
      found: '"c"',
    });
  });

  it.each(['strict', 'compatible'] as const)(
    'puts U+FFFD in place of half of a surrogate pair under the profile %s, and says where and what',
    (profile) => {
      const sent = anEvent({ mid: 'm\ud800', edata: { message: '\udfff end', params: [{ 'k\ud834': 1 }] } });
      const came = JSON.stringify(sent);
      const mended = anEvent({ mid: 'm\ufffd', edata: { message: '\ufffd end', params: [{ 'k\ufffd': 1 }] } });

      expect(judgeEvent(sent, { ...schemasAlone, profileOf: () => profile })).toEqual({
        event: mended,
        received: JSON.stringify(mended),
        came,
        text: JSON.stringify(mended),
        repairs: [
          { rule: 'half-surrogate', path: '/mid', was: 'm\\ud800' },
          { rule: 'half-surrogate', path: '/edata/message', was: '\\udfff end' },
          { rule: 'half-surrogate', path: '/edata/params/0/k\ufffd', was: 'k\\ud834' },
        ],
      });
    },
  );

  it('judges the channel that will be stored, and not the one that was sent', () => {
    const eventOf = (channel: string) => anEvent({ context: { ...(anEvent().context as object), channel } });
    const bound = { ...schemasAlone, channels: new Set(['goa\ufffd']) };

    expect(judgeEvent(eventOf('goa\ud800'), bound).fault).toBeUndefined();
    expect(judgeEvent(eventOf('\ud800'), bound).fault?.reason).toBe('channel');
  });

  it('mends what fails, too, at any depth', () => {
    const text = anEventTextOfDepth(20_000, { mid: 'm\ud800' });

    const { fault, received, repairs } = judgeEvent(JSON.parse(text));

    expect(fault?.reason).toBe('too-deep');
    expect(received === text.replace('\\ud800', '\ufffd')).toBe(true);
    expect(repairs).toHaveLength(1);
  });

  it('has a verdict on any JSON value, in few words, and never throws', () => {
    const keys = fc.constantFrom(...Object.keys(anEvent()), 'object', 'tags', '__proto__');
    const mutants = fc
      .tuple(fc.constantFrom(...Object.keys(smallestEdata)), fc.dictionary(keys, anyJson))
      .map(([eid, values]) => JSON.parse(JSON.stringify({ ...anEvent({ eid }), ...values })));
    fc.assert(
      fc.property(fc.oneof(anyJson, mutants), (candidate) => {
        const sent = JSON.stringify(candidate);

        const { fault, came, received } = judgeEvent(candidate);

        expect(came).toBe(sent);
        expect(received).toBe(JSON.stringify(mendHalves(JSON.parse(sent)).value));
        expect(fault === undefined || failureReasons.includes(fault.reason)).toBe(true);
        expect(fault === undefined || faultMessage(fault).length < 600).toBe(true);
      }),
    );
  });
});
