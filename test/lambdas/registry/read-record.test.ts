import type { Kind } from '../../../lambdas/registry/kind.js';
import { findKind, kindNames } from '../../../lambdas/registry/kinds.js';
import { readRecord } from '../../../lambdas/registry/read-record.js';
import { aBot, aUser } from '../../factories/records.js';

const kind = (name: string) => findKind(name) as Kind;
const read = (name: string, record: unknown) => readRecord(kind(name), JSON.stringify(record), 'x-1');

describe('the consent of a user', () => {
  it.each([
    ['at device.consent', { device: { consent: false } }, false],
    ['at data.device.consent', { data: { device: { consent: false } } }, false],
    ['at consent, as GET shows it', { consent: false }, false],
    ['that is given', { device: { consent: true } }, true],
    ['of which nothing is said', {}, true],
    [
      'that is given in one place and not in another',
      { device: { consent: true }, data: { device: { consent: false } } },
      false,
    ],
  ])('%s is brought into one form', (_, places, expected) => {
    expect(read('user', places)).toEqual({ id: 'x-1', registrations: [], consent: expected });
  });

  it.each([
    [{ device: { consent: 'false' } }, { pointer: '/device/consent', expected: 'boolean', found: 'string' }],
    [{ data: { device: {} } }, { pointer: '/data/device/consent', expected: 'a value', found: 'nothing' }],
    [{ data: {} }, { pointer: '/data/device', expected: 'a value', found: 'nothing' }],
    [{ device: { concent: false } }, { pointer: '/device/consent', expected: 'a value', found: 'nothing' }],
  ])('is never guessed: %j is refused', (places, fault) => {
    expect(read('user', places)).toEqual(fault);
  });
});

describe('a bot', () => {
  it.each([
    [
      { startDate: '2022-02-31' },
      { pointer: '/startDate', expected: 'a day that the calendar has', found: 'one that it has not' },
    ],
    [{ endDate: '2022-02-28' }, { pointer: '/endDate', expected: 'startDate or a later day', found: 'an earlier day' }],
    [
      { endDate: '2022-03-08T18:30:00Z' },
      { pointer: '/endDate', expected: 'a text like ^[0-9]{4}-[0-9]{2}-[0-9]{2}$', found: 'another text' },
    ],
    [{ ownerOrgID: '' }, { pointer: '/ownerOrgID', expected: 'a text that is not empty', found: 'an empty text' }],
    [{ name: 7 }, { pointer: '/name', expected: 'string', found: 'number' }],
    [{ ownerOrgId: 'goa' }, { pointer: '/ownerOrgId', expected: 'no such key', found: 'string' }],
  ])('with %j is refused', (change, fault) => {
    expect(read('bot', aBot(change))).toEqual(fault);
  });

  it('with a field that is null has it not', () => {
    expect(read('bot', aBot({ endDate: null }))).toEqual({ id: 'x-1', ...aBot() });
  });
});

describe('a record', () => {
  it.each([
    ['no JSON', '{"phone": 9000000001', { pointer: '', expected: 'JSON', found: 'a text that is none' }],
    ['no object', '["phone:9000000001"]', { pointer: '', expected: 'object', found: 'array' }],
  ])('that is %s is refused, and nothing of it is quoted', (_, text, fault) => {
    expect(readRecord(kind('user'), text)).toEqual(fault);
  });

  it('is refused with a key that is no name without repeating it: it may be a value that slipped', () => {
    expect(read('user', { '9000000001': true })).toEqual({ pointer: '/…', expected: 'no such key', found: 'boolean' });
  });

  it('names the id that it lacks where it has no address', () => {
    expect(readRecord(kind('user'), JSON.stringify(aUser()))).toEqual({
      pointer: '/id',
      expected: 'a value',
      found: 'nothing',
    });
  });

  it('of every kind has personal fields that its schema knows as texts', () => {
    for (const name of kindNames) {
      for (const field of kind(name).personal) {
        expect(read(name, { ...(name === 'bot' ? aBot() : {}), [field]: 5 })).toEqual({
          pointer: `/${field}`,
          expected: 'string',
          found: 'number',
        });
      }
    }
  });
});
