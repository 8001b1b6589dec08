import { removeSent, sentFields } from '../../../lambdas/enrich/sent-fields.js';
import { anUnenrichedEvent } from '../../factories/enrich-contexts.js';

const fields = { state: 1, grade: 1 };
const sent = (userdata: unknown) => sentFields(anUnenrichedEvent({ userdata }), 'userdata', fields);

describe('sentFields', () => {
  it.each([
    [{ state: 'Goa', name: 'Asha' }, { state: 'Goa' }],
    [
      { state: 7, grade: ['a', 1, true] },
      { state: 7, grade: ['a', 1, true] },
    ],
    [{ state: { deep: 1 }, grade: [['a']] }, {}],
    [{ state: null }, {}],
    [{ constructor: 'x', toString: 'x' }, {}],
    ['Goa', {}],
    [null, {}],
    [[], {}],
  ])('of %j keeps %j', (userdata, expected) => {
    expect(sent(userdata)).toEqual(expected);
  });

  it('is nothing where nothing was sent', () => {
    expect(sentFields(anUnenrichedEvent(), 'userdata', fields)).toBeUndefined();
  });
});

describe('removeSent', () => {
  it.each([{ state: 'Goa' }, null, undefined])('takes %j away', (userdata) => {
    const event = anUnenrichedEvent({ userdata });

    removeSent(event, 'userdata');

    expect('userdata' in event).toBe(false);
  });
});
