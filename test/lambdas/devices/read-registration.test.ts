import fc from 'fast-check';
import { readRegistration } from '../../../lambdas/devices/read-registration.js';
import { anyJson } from '../../factories/texts.js';

const read = (request: unknown) => readRegistration({ request });

describe('readRegistration', () => {
  it.each([
    ['no request', undefined, {}],
    ['a request of another kind', 'all', {}],
    ['texts of another kind', { producer: 7, userDeclaredLocation: { state: ['Goa'], district: null } }, {}],
    ['texts that are blank', { producer: ' ', userDeclaredLocation: { state: '' } }, {}],
    ['a text without end', { producer: 'x'.repeat(257) }, {}],
    ['a spec without end', { dspec: { os: 'x'.repeat(4_097) } }, {}],
    [
      'a spec that nests',
      { dspec: { os: 'Android', deep: { a: 1 }, cap: [['b']] } },
      { devicespec: { os: 'Android' } },
    ],
    [
      'null for not said, in a list too',
      { dspec: { os: null, cap: ['a', null] }, producer: null, first_access: null, userDeclaredLocation: null },
      { devicespec: { cap: ['a'] } },
    ],
    ['a time in text', { first_access: '1705300200000' }, {}],
    ['a state alone', { userDeclaredLocation: { state: ' Goa ' } }, { userdeclared: { state: 'Goa' } }],
  ])('takes %s for what it says', (_, request, expected) => {
    expect(read(request)).toEqual(expected);
  });

  it('knows four fields and never throws, whatever comes', () => {
    const request = fc.record(
      { dspec: anyJson, producer: anyJson, first_access: anyJson, userDeclaredLocation: anyJson, fcmToken: anyJson },
      { requiredKeys: [] },
    );
    const known = ['devicespec', 'userdeclared', 'producer', 'firstaccess', 'fault'];
    fc.assert(
      fc.property(
        fc.oneof(
          anyJson,
          request.map((said) => ({ request: said })),
        ),
        (body) => {
          for (const field of Object.keys(readRegistration(body))) expect(known).toContain(field);
        },
      ),
    );
  });
});
