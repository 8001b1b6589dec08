import fc from 'fast-check';
import { redactElements } from '../../../../lambdas/shared/telemetry/redact-elements.js';
import { blankAnswers, maxQuestions, questionsOf } from '../../../../lambdas/shared/telemetry/registration-answers.js';
import { anEvent } from '../../../factories/events.js';
import { anyJson } from '../../../factories/texts.js';

const answer = '9000000001';
const registrations = new Set(['do_reg']);
const blank = (candidate: unknown) => blankAnswers({ candidate, redacted: [] }, questionsOf(candidate), registrations);

const anAssess = (id = 'do_reg', edata: object = {}) =>
  anEvent({ eid: 'ASSESS', mid: 'ASSESS:1', edata: { item: { id }, resvalues: [{ ans1: answer }], ...edata } });
const aResponse = (id = 'do_reg') =>
  anEvent({
    eid: 'RESPONSE',
    mid: 'RESPONSE:1',
    edata: { target: { id, ver: '1', type: 'question' }, values: [{ ans1: answer }] },
  });

describe('an answer to a question of a registration', () => {
  it.each([
    ['ASSESS', anAssess(), { resvalues: [], score: 1, item: { id: 'do_reg' } }],
    ['RESPONSE', aResponse(), { values: [], type: 'CHOOSE' }],
  ])('is taken out of %s, and the event says so', (_, event, edata) => {
    const left = blank(event);

    expect(left.redacted).toEqual(['registration']);
    expect(left.candidate).toMatchObject({ eid: event.eid, edata });
    expect(JSON.stringify(left)).not.toContain(answer);
  });

  it('is not in a mid either, which is the same whenever the event comes again, whatever was answered', () => {
    const other = { ...anAssess('do_reg', { resvalues: [{ ans1: '9000000002' }] }), mid: 'ASSESS:2' };

    const mids = [anAssess(), anAssess(), other].map((event) => (blank(event).candidate as { mid: string }).mid);

    expect(new Set(mids).size).toBe(1);
    expect(mids[0]).toMatch(/^redacted:/);
  });

  it.each([
    ['an eid in another case', { ...anAssess(), eid: 'Assess' }],
    ['keys in another case', { EID: 'ASSESS', Edata: { ITEM: { Id: 'do_reg' }, ResValues: [{ ans1: answer }] } }],
    ['an answer that is a text', anAssess('do_reg', { resvalues: answer })],
    ['an item that is a text', anAssess('do_reg', { item: JSON.stringify({ id: 'do_reg' }) })],
    ['an item that is a list', anAssess('do_reg', { item: [{ id: 'do_reg' }] })],
    ['edata that is a list', { eid: 'ASSESS', edata: [{ item: { id: 'do_reg' }, resvalues: [answer] }] }],
    ['edata that is a text', { eid: 'ASSESS', edata: JSON.stringify(anAssess().edata) }],
    ['two ids of which one is', { eid: 'ASSESS', edata: { item: { id: 'q1', ID: 'do_reg' }, resvalues: [answer] } }],
    ['a list of events', [anAssess('q1', { resvalues: [] }), anAssess()]],
    ['a list of texts', [JSON.stringify(anAssess())]],
    ['an event that is a text', JSON.stringify(anAssess())],
    ['an event that is a text of a text', JSON.stringify(JSON.stringify(aResponse()))],
  ])('is taken out of what no schema knows: %s', (_, candidate) => {
    expect(questionsOf(candidate)).toContain('do_reg');

    const left = blank(candidate);

    expect(JSON.stringify(left)).not.toContain(answer);
    expect(left.redacted).toEqual(['registration']);
  });

  it('is asked about by an ASSESS or a RESPONSE alone, not by an eid that has either inside a word', () => {
    expect(questionsOf({ ...anAssess(), eid: 'REASSESSED' })).toEqual([]);
    expect(questionsOf({ ...anAssess(), eid: 'OE_ASSESS' })).toEqual(['do_reg']);
  });

  it('is known by a number too', () => {
    const event = anAssess('x', { item: { id: 42 } });

    expect(questionsOf(event)).toEqual(['42']);
    expect(blankAnswers({ candidate: event, redacted: [] }, ['42'], new Set(['42'])).redacted).toEqual([
      'registration',
    ]);
  });

  it('is taken away unasked where an element asks about more questions than an event can', async () => {
    const items = Array.from({ length: maxQuestions + 1 }, (_, n) => ({ id: `q${n}` }));
    const event = anAssess('x', { item: items });

    const ask = jest.fn(async () => new Set<string>());

    const left = await redactElements([event], ask);

    expect(ask).not.toHaveBeenCalled();
    expect(JSON.stringify(left)).not.toContain(answer);
  });

  it('keeps the rules that took something before', () => {
    expect(blankAnswers({ candidate: anAssess(), redacted: ['otp'] }, ['do_reg'], registrations).redacted).toEqual([
      'otp',
      'registration',
    ]);
  });
});

describe('an event is left alone', () => {
  it.each([
    ['with another question', anAssess('q1')],
    ['with nothing answered', anAssess('do_reg', { resvalues: [] })],
    ['with null answered', anAssess('do_reg', { resvalues: null })],
    ['of another eid', { ...anAssess(), eid: 'INTERACT' }],
    ['without a question', { eid: 'ASSESS', edata: { resvalues: [answer] } }],
  ])('%s', (_, event) => {
    const before = JSON.stringify(event);

    const { candidate, redacted } = blank(event);

    expect([JSON.stringify(candidate), redacted]).toEqual([before, []]);
  });

  it('that answers no question: nobody is asked about it', () => {
    expect(questionsOf(anEvent({ eid: 'INTERACT', edata: { item: { id: 'q1' }, target: { id: 'q1' } } }))).toEqual([]);
  });
});

describe('blankAnswers', () => {
  it('never throws, and changes nothing the second time', () => {
    const id = fc.constantFrom('do_reg', 'q1', 7, null);
    const item = fc.oneof(anyJson, fc.record({ id }), fc.array(fc.record({ id })), fc.constant('{"id":"do_reg"}'));
    const edata = fc.record({ item, resvalues: anyJson, target: item, values: anyJson }, { requiredKeys: [] });
    const event = fc.record({
      eid: fc.constantFrom('ASSESS', 'response', 'LOG'),
      edata: fc.oneof(anyJson, edata),
      mid: anyJson,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          anyJson,
          event,
          fc.array(event),
          event.map((one) => JSON.stringify(one)),
        ),
        (candidate) => {
          const once = blank(candidate);
          const text = JSON.stringify(once.candidate);

          expect(blank(once.candidate)).toEqual({ candidate: once.candidate, redacted: [] });
          expect(JSON.stringify(once.candidate)).toBe(text);
        },
      ),
    );
  });
});
