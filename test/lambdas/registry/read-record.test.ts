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
    [{ data: { device: {} } }, { pointer: '/data/device/consent', expected: 'boolean', found: 'nothing' }],
    [{ data: {} }, { pointer: '/data/device', expected: 'object', found: 'nothing' }],
    [{ device: { concent: false } }, { pointer: '/device/consent', expected: 'boolean', found: 'nothing' }],
  ])('is never guessed: %j is refused', (places, fault) => {
    expect(read('user', places)).toEqual(fault);
  });
});

describe('a record that events are enriched with', () => {
  const whole: readonly [string, string, object][] = [
    [
      'user',
      'u-1',
      {
        usertype: 'teacher',
        grade: ['4', '5'],
        language: 'Hindi',
        subject: [],
        block: '',
        registrations: [],
        consent: true,
      },
    ],
    [
      'device',
      'd-1',
      {
        ...{ countrycode: 'IN', country: 'India', statecode: 'GA', state: 'Goa', city: 'Panaji' },
        ...{ statecustomcode: '30', statecustomname: 'Goa', districtcustom: 'North Goa', producer: 'app' },
        ...{ devicespec: { os: 'Android 14' }, uaspec: { agent: 'Chrome' }, firstaccess: 1_700_000_000_000 },
        userdeclared: { state: 'Goa', district: 'North Goa' },
      },
    ],
    [
      'content',
      'do_1',
      { name: 'A book', gradeLevel: ['Class 4'], keywords: 'sums', pkgVersion: 3, lastPublishedOn: 1_700_000_000_000 },
    ],
    ['content', 'do_2', { lastUpdatedOn: '2026-05-06T07:08:09.123+0530', questionType: 'mcq' }],
    [
      'dialcode',
      'ABC123',
      { channel: 'goa', batchcode: 'b', publisher: 'p', status: 'Live', generated_on: '2026-05-06' },
    ],
    ['location', '49.206.0.0/16', { country: 'India', state: 'Goa', city: 'Panaji', districtcustom: 'North Goa' }],
  ];

  it.each(whole)('%s %s is kept as it is', (name, id, record) => {
    expect(readRecord(kind(name), JSON.stringify(record), id)).toEqual({ id, ...record });
  });

  it.each([
    ['device', { fcmtoken: 'x' }, { pointer: '/fcmtoken', expected: 'no such key', found: 'string' }],
    ['device', { firstaccess: '2026' }, { pointer: '/firstaccess', expected: 'integer', found: 'string' }],
    ['device', { firstaccess: -1 }, { pointer: '/firstaccess', expected: '0 or more', found: 'less' }],
    [
      'device',
      { userdeclared: { pincode: '403001' } },
      { pointer: '/userdeclared/pincode', expected: 'no such key', found: 'string' },
    ],
    ['user', { grade: 4 }, { pointer: '/grade', expected: 'string or array', found: 'number' }],
    ['user', { grade: [4] }, { pointer: '/grade/0', expected: 'string', found: 'number' }],
    ['content', { name: 'x'.repeat(513) }, { pointer: '/name', expected: 'at most 512 characters', found: 'more' }],
    [
      'content',
      { lastUpdatedOn: true },
      { pointer: '/lastUpdatedOn', expected: 'string or integer', found: 'boolean' },
    ],
    ['location', { uaspec: {} }, { pointer: '/uaspec', expected: 'no such key', found: 'object' }],
  ])('%s with %j is refused', (name, record, fault) => {
    const id = name === 'location' ? '49.206.0.0/16' : 'x-1';
    expect(readRecord(kind(name), JSON.stringify(record), id)).toEqual(fault);
  });

  it.each([
    ['dialcode', 'abc123', 'ABC123'],
    ['location', '49.206.12.7/16', '49.206.0.0/16'],
    ['location', '49.206.0.0~16', '49.206.0.0/16'],
    ['location', '2001:0DB8::~32', '2001:db8::/32'],
  ])('%s %s has its id in one form', (name, id, expected) => {
    expect(readRecord(kind(name), JSON.stringify({ id }))).toEqual({ id: expected });
    expect(readRecord(kind(name), JSON.stringify({ id }), expected)).toEqual({ id: expected });
  });

  it('location of what is no network says what one looks like', () => {
    expect(readRecord(kind('location'), '{"id": "49.206.12.7"}')).toEqual({
      pointer: '/id',
      expected: expect.stringContaining('a network such as 49.206.0.0/16'),
      found: 'another text',
    });
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
      { pointer: '/endDate', expected: 'a day such as 2026-11-20', found: 'another text' },
    ],
    [{ ownerOrgID: '' }, { pointer: '/ownerOrgID', expected: 'a text that is not empty', found: 'an empty text' }],
    [{ name: 7 }, { pointer: '/name', expected: 'string', found: 'number' }],
    [{ ownerOrgId: 'goa' }, { pointer: '/ownerOrgId', expected: 'no such key', found: 'string' }],
  ])('with %j is refused', (change, fault) => {
    expect(read('bot', aBot(change))).toEqual(fault);
  });

  it.each([
    ['device', { userdeclared: { state: null, district: 'Bardez' }, devicespec: { os: null, cap: ['a'] } }],
    ['user', { data: null, device: null, grade: null }],
  ])('of kind %s with %j has nothing that is null, at any depth', (name, record) => {
    const text = JSON.stringify(readRecord(kind(name), JSON.stringify(record), 'x-1'));

    expect(text).not.toContain('null');
    expect(text).not.toContain('expected');
  });

  it('with a field that is null has it not', () => {
    expect(read('bot', aBot({ endDate: null }))).toEqual({ id: 'x-1', ...aBot() });
  });
});

describe('a record', () => {
  it.each([
    [
      'no JSON',
      '{"phone": 9000000001',
      {
        pointer: '',
        expected: 'JSON',
        found: expect.stringMatching(/^a text that is none: [^0]+ \d+ \(line 1 column 21\)$/),
      },
    ],
    [
      'a text that quotes what it is about',
      "{'phone': 9000000001}",
      { pointer: '', expected: 'JSON', found: expect.not.stringContaining('phone') },
    ],
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
      expected: 'string',
      found: 'nothing',
    });
  });

  it.each([
    ['content', 'pkgVersion', 'number'],
    ['device', 'firstaccess', 'integer'],
  ])('of a %s is told that its %s is a number that no double holds', (name, field, expected) => {
    expect(readRecord(kind(name), `{"${field}": 1e999}`, 'x-1')).toMatchObject({
      pointer: `/${field}`,
      found: expect.stringMatching(/^a number beyond/),
      expected: expect.stringContaining(expected),
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
