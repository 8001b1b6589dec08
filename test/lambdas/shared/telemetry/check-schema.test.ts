import { checkSchema } from '../../../../lambdas/shared/telemetry/check-schema.js';
import { faultMessage } from '../../../../lambdas/shared/telemetry/fault-message.js';
import { knownEids, type Profile } from '../../../../lambdas/shared/telemetry/validators.js';
import { anEvent, anEventWithout, smallestEdata } from '../../../factories/events.js';

const { actor, context } = anEvent() as unknown as { actor: object; context: object };

function faultOf(event: Record<string, unknown>, profile: Profile) {
  const { fault } = checkSchema(structuredClone(event), profile);
  return fault && `${fault.reason} ${faultMessage(fault)}`;
}

describe.each<Profile>(['strict', 'compatible'])('the envelope in the %s profile', (profile) => {
  it('has the event ids of Telemetry 3.0 and no others', () => {
    expect(knownEids.toSorted()).toEqual(Object.keys(smallestEdata).toSorted());
  });

  it.each([
    ['no mid', anEventWithout('mid'), '/mid: expected string, found nothing'],
    ['an empty mid', anEvent({ mid: '' }), '/mid: expected a text that is not empty, found ""'],
    ['a number as mid', anEvent({ mid: 7 }), '/mid: expected string, found number'],
    ['a text as ets', anEvent({ ets: '1700000000000' }), '/ets: expected number, found string'],
    ['no ets', anEventWithout('ets'), '/ets: expected number, found nothing'],
    ['an old version', anEvent({ ver: '2.2' }), '/ver: expected one of ["3.0","3.1"], found "2.2"'],
    ['no actor', anEventWithout('actor'), '/actor: expected object, found nothing'],
    ['an actor without id', anEvent({ actor: { type: 'User' } }), '/actor/id: expected string, found nothing'],
    ['null as actor type', anEvent({ actor: { ...actor, type: null } }), '/actor/type: expected string, found null'],
    ['no context', anEventWithout('context'), '/context: expected object, found nothing'],
    [
      'no channel',
      anEvent({ context: { ...context, channel: undefined } }),
      '/context/channel: expected string, found nothing',
    ],
    [
      'an empty channel',
      anEvent({ context: { ...context, channel: '' } }),
      '/context/channel: expected a text that is not empty, found ""',
    ],
    [
      'a producer without id',
      anEvent({ context: { ...context, pdata: {} } }),
      '/context/pdata/id: expected string, found nothing',
    ],
    [
      'more than type and id in cdata',
      anEvent({ context: { ...context, cdata: [{ type: 'a', id: 'b', 'c/d': 1 }] } }),
      '/context/cdata/0/c~1d: expected no such key, found number',
    ],
    ['null as object', anEvent({ object: null }), '/object: expected object, found null'],
    [
      'a number in the rollup of the object',
      anEvent({ object: { rollup: { l1: 1 } } }),
      '/object/rollup/l1: expected string, found number',
    ],
    ['a number as tag', anEvent({ tags: ['a', 1] }), '/tags/1: expected string, found number'],
    ['an array as edata', anEvent({ edata: [] }), '/edata: expected object, found array'],
    ['no edata', anEventWithout('edata'), '/edata: expected object, found nothing'],
    ['no eid', anEventWithout('eid'), '/eid: expected string, found nothing'],
    ['a number as eid', anEvent({ eid: 5 }), '/eid: expected string, found number'],
  ])('refuses %s, and points to it', (_, event, message) => {
    expect(faultOf(event, profile)).toBe(`envelope ${message}`);
  });

  it.each([
    ['3.1', { ver: '3.1' }],
    ['a fraction as ets', { ets: -1.5 }],
    ['a blank channel', { context: { ...context, channel: ' ' } }],
    [
      'empty texts for actor, env, sid and did',
      { actor: { id: '', type: '' }, context: { ...context, env: '', sid: '', did: '' } },
    ],
    ['a rollup of the context that nobody checks', { context: { ...context, rollup: 'l1' } }],
    ['an empty object, cdata and tags', { object: {}, tags: [], context: { ...context, cdata: [] } }],
    [
      'keys of its own around edata',
      { flags: 1, type: 2, context: { ...context, uid: 'u', pdata: { id: 'a', platform: 7 } } },
    ],
  ])('accepts %s', (_, overrides) => {
    expect(faultOf(anEvent(overrides), profile)).toBeUndefined();
  });

  it.each([
    'COMMON',
    'ENVELOPE',
    'OBJECT',
    'ROLLUP',
    'PARENT',
    '',
    '__proto__',
    'constructor',
    'toString',
    'EXPIRED',
    'SHARE_ITEM',
    'x'.repeat(5_000),
  ])('refuses the eid %.20j as unknown, in few words', (eid) => {
    const fault = faultOf(anEvent({ eid }), profile);

    expect(fault).toMatch(/^unknown-eid \/eid: expected one of .+, found "/);
    expect(fault?.length).toBeLessThan(300);
  });
});

const target = { id: 'q', ver: '1', type: 't' };
const question = { id: 'q1' };

/** Upstream's verdicts, by what its schemas say of each edata: what is refused strictly, and with which words. */
describe('edata in the strict profile', () => {
  it.each([
    ['START', { duration: '0' }, '/edata/duration: expected number'],
    ['START', { stageid: 's' }, '/edata/stageid: expected no such key'],
    ['START', { dspec: { mem: -2 } }, '/edata/dspec/mem: expected at least -1'],
    ['START', { dspec: { cap: [1] } }, '/edata/dspec/cap/0: expected string'],
    ['START', { uaspec: { agent: 1 } }, '/edata/uaspec/agent: expected string'],
    ['END', { subtype: 's' }, '/edata/subtype: expected no such key'],
    ['END', { summary: [1] }, '/edata/summary/0: expected object'],
    ['IMPRESSION', { uri: undefined }, '/edata/uri: expected string'],
    ['IMPRESSION', { itype: 'i' }, '/edata/itype: expected no such key'],
    ['IMPRESSION', { visits: [{ objid: 'a' }] }, '/edata/visits/0/objtype: expected string'],
    ['IMPRESSION', { visits: [{ objid: 'a', objtype: 'b', extra: 1 }] }, '/edata/visits/0/extra: expected no such key'],
    ['INTERACT', { id: undefined }, '/edata/id: expected string'],
    ['INTERACT', { section: 's' }, '/edata/section: expected no such key'],
    ['INTERACT', { extra: [] }, '/edata/extra: expected object'],
    ['INTERACT', { target: { id: 'a', ver: '1' } }, '/edata/target/type: expected string'],
    ['INTERACT', { target: { ...target, more: 1 } }, '/edata/target/more: expected no such key'],
    ['INTERACT', { target: { ...target, parent: { id: 1 } } }, '/edata/target/parent/id: expected string'],
    ['INTERACT', { plugin: { id: 'a' } }, '/edata/plugin/ver: expected string'],
    ['INTERACT', { plugin: { id: 'a', ver: '1', more: 1 } }, '/edata/plugin/more: expected no such key'],
    ['ASSESS', { score: '' }, '/edata/score: expected number'],
    ['ASSESS', { item: { ...question, more: 1 } }, '/edata/item/more: expected no such key'],
    ['ASSESS', { item: { ...question, mmc: [1] } }, '/edata/item/mmc/0: expected string'],
    ['RESPONSE', { qid: 'q' }, '/edata/qid: expected no such key'],
    ['RESPONSE', { values: ['a'] }, '/edata/values/0: expected object'],
    ['INTERRUPT', { eventid: 'e' }, '/edata/eventid: expected no such key'],
    ['LOG', { params: {} }, '/edata/params: expected array'],
    ['LOG', { extra: {} }, '/edata/extra: expected no such key'],
    ['ERROR', { traceid: 't' }, '/edata/traceid: expected no such key'],
    ['ERROR', { stacktrace: {} }, '/edata/stacktrace: expected string'],
    ['ERROR', { object: { id: 'a', type: 'b' } }, '/edata/object/ver: expected string'],
    ['FEEDBACK', { rating: '5' }, '/edata/rating: expected number'],
    ['SHARE', { items: [{ obj: {} }] }, '/edata/items/0/obj: expected no such key'],
    ['SHARE', { items: [{ params: [1] }] }, '/edata/items/0/params/0: expected object'],
    ['AUDIT', { props: '' }, '/edata/props: expected array'],
    ['SEARCH', { topn: undefined }, '/edata/topn: expected array'],
    ['SEARCH', { filters: [] }, '/edata/filters: expected object'],
    ['SUMMARY', { timespent: '1' }, '/edata/timespent: expected number'],
    ['SUMMARY', { starttime: undefined }, '/edata/starttime: expected number'],
    ['SUMMARY', { extra: [{ value: 1 }] }, '/edata/extra/0/value: expected string'],
    ['METRICS', { count: 1 }, '/edata/count: expected no such key'],
    ['METRICS', { metrics: [{ value: '1' }] }, '/edata/metrics/0/value: expected number'],
    ['EXDATA', { data: {} }, '/edata/data: expected string'],
  ])('refuses %s with %j', (eid, overrides, message) => {
    const event = JSON.parse(JSON.stringify(anEvent({ eid, edata: overrides })));

    expect(faultOf(event, 'strict')).toContain(`schema ${message}`);
  });

  it.each([
    [
      'START',
      {
        dspec: { mem: -1, cap: ['a'], more: 1 },
        uaspec: { agent: 'a', more: 1 },
        loc: '',
        mode: '',
        duration: 0,
        pageid: '',
      },
    ],
    ['END', { mode: '', duration: 1, pageid: '', summary: [{}] }],
    [
      'IMPRESSION',
      { subtype: '', duration: 1, visits: [{ objid: 'a', objtype: 'b', objver: '1', section: 's', index: 0 }] },
    ],
    [
      'INTERACT',
      {
        subtype: '',
        pageid: '',
        duration: 1,
        extra: { values: [1] },
        target: { ...target, parent: { id: 'a', more: 1 } },
      },
    ],
    ['ASSESS', { index: 0, item: { ...question, type: 'mcq', maxscore: 1, exlength: 0, params: [{}], mc: ['a'] } }],
    [
      'ERROR',
      {
        pageid: '',
        object: { ...target, subtype: '', name: '', code: '', parent: {} },
        plugin: { id: 'a', ver: '1', category: '' },
      },
    ],
    ['FEEDBACK', { rating: -1, comments: '', commentid: '', commenttxt: '' }],
    [
      'SHARE',
      { dir: 'In', type: 'File', items: [{ id: 'a', type: 'b', ver: '1', params: [{}], origin: { id: 'a' }, to: {} }] },
    ],
    ['AUDIT', { props: ['a'], state: '', prevstate: '', type: '', duration: 1 }],
    ['HEARTBEAT', { anything: [1, null] }],
    ['SEARCH', { type: '', filters: {}, sort: {}, correlationid: '' }],
    ['SUMMARY', { mode: '', extra: [{ id: 'a', value: 'b', more: 1 }, {}] }],
    ['METRICS', { metrics: [{ metric: 'a', value: 1 }] }],
    ['EXDATA', { type: '', data: '' }],
  ])('accepts %s with all that is documented', (eid, edata) => {
    expect(faultOf(anEvent({ eid, edata }), 'strict')).toBeUndefined();
  });
});

describe('edata in the compatible profile', () => {
  it.each(Object.keys(smallestEdata))('keeps keys of %s that nobody knows', (eid) => {
    expect(faultOf(anEvent({ eid, edata: { ofitsown: { deep: [1] } } }), 'compatible')).toBeUndefined();
  });

  it.each([
    ['LOG', { extra: { values: '1' } }],
    ['END', { subtype: 'google' }],
    ['ERROR', { traceid: 't' }],
    ['INTERACT', { target: { ...target, more: 1 } }],
    ['SHARE', { items: [{ obj: {} }] }],
    ['ASSESS', { item: { ...question, more: 1 } }],
  ])('keeps %s with %j', (eid, edata) => {
    expect(faultOf(anEvent({ eid, edata }), 'compatible')).toBeUndefined();
  });

  it.each([
    ['INTERACT', { PageId: 5 }],
    ['INTERACT', { Extra: [1] }],
    ['START', { Duration: '' }],
    ['AUDIT', { Props: 'abc' }],
    ['START', { Uaspec: { agent: 1 } }],
  ])('keeps %s with %j, a key of its own whose value is of another kind than the documented one', (eid, edata) => {
    const event = anEvent({ eid, edata });

    expect(checkSchema(event, 'compatible')).toEqual({ repairs: [] });
    expect(event).toEqual(anEvent({ eid, edata }));
  });

  it('takes back only the renaming that is to blame', () => {
    const event = { ...anEvent({ eid: 'INTERACT' }), edata: { Type: 'click', id: 'a', Extra: [1] } };

    const verdict = checkSchema(event, 'compatible');

    expect(verdict).toEqual({ repairs: [{ rule: 'edata-key-case', path: '/edata/type', was: 'Type' }] });
    expect(event.edata).toEqual({ type: 'click', id: 'a', Extra: [1] });
  });

  it('points to what is missing where a key in another case has a value that it may not have', () => {
    const event = { ...anEvent({ eid: 'INTERACT' }), edata: { Type: 5, id: 'a' } };

    expect(faultOf(event, 'compatible')).toBe('schema /edata/type: expected string, found nothing');
  });

  it('keeps a SUMMARY of a page, which has no figures but its own', () => {
    const edata = { type: 'page', url: '/', timeSpent: 12, startTimeArray: [1], endTimeArray: [13] };

    expect(faultOf({ ...anEvent({ eid: 'SUMMARY' }), edata }, 'compatible')).toBeUndefined();
  });

  it.each([
    ['IMPRESSION', { uri: undefined }, '/edata/uri: expected string'],
    ['ASSESS', { score: '' }, '/edata/score: expected number'],
    ['LOG', { params: {} }, '/edata/params: expected array'],
    ['METRICS', { system: undefined }, '/edata/system: expected string'],
    ['SUMMARY', { starttime: 'now' }, '/edata/starttime: expected number'],
    ['AUDIT', { props: 'name' }, '/edata/props: expected array'],
  ])('refuses %s with %j all the same', (eid, overrides, message) => {
    const event = JSON.parse(JSON.stringify(anEvent({ eid, edata: overrides })));

    expect(faultOf(event, 'compatible')).toContain(`schema ${message}`);
  });
});
