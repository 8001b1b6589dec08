import { userUpdates } from '../../../lambdas/enrich/user-updates.js';
import { anAudit } from '../../factories/audits.js';
import { aFrame, aFrameOfLines, aHeader, arrival } from '../../factories/frames.js';

const updatesOf = (...events: ReturnType<typeof anAudit>[]) => userUpdates([aFrame(events)]);

describe('what an AUDIT says of a user', () => {
  it('is how it signed up and its role, at the time of the event', () => {
    const event = anAudit({ SignupType: 'google', UserRole: 'teacher' }, { ets: 1_700_000_000_000 });

    expect(updatesOf(event)).toEqual([
      { userId: 'u-1', said: { usersignintype: 'Self-Signed-In', userlogintype: 'teacher' }, at: 1_700_000_000_000 },
    ]);
  });

  it.each([
    ['google', 'Self-Signed-In'],
    ['self', 'Self-Signed-In'],
    ['sso', 'Validated'],
  ])('takes sign-up by %s for %s', (id, usersignintype) => {
    expect(updatesOf(anAudit({ SignupType: id }))).toMatchObject([{ said: { usersignintype } }]);
  });

  it.each(['Create', 'CREATED', 'update', 'Updated'])('counts in state %s', (state) => {
    expect(updatesOf(anAudit({ UserRole: 'teacher' }, { edata: { state } }))).toHaveLength(1);
  });

  it.each(['User', 'user', 'USER'])('counts for object type %s, whatever the case of the entry’s type', (type) => {
    const event = anAudit({ uSERrOLE: 'teacher' }, { object: { id: 'u-1', type } });

    expect(updatesOf(event)).toMatchObject([{ userId: 'u-1', said: { userlogintype: 'teacher' } }]);
  });

  it.each([
    ['another state', anAudit({ UserRole: 'teacher' }, { edata: { state: 'Delete' } })],
    ['no state', anAudit({ UserRole: 'teacher' }, { edata: {} })],
    ['another object', anAudit({ UserRole: 'teacher' }, { object: { id: 'o-1', type: 'Organisation' } })],
    ['no object', anAudit({ UserRole: 'teacher' }, { object: undefined })],
    ['another eid', { ...anAudit({ UserRole: 'teacher' }), eid: 'LOG', tags: ['AUDIT'] }],
    ['an unknown way to sign up', anAudit({ SignupType: 'Google' })],
    ['an empty role', anAudit({ UserRole: '' })],
    ['a role without end', anAudit({ UserRole: 'x'.repeat(65) })],
    ['a number to call for a role', anAudit({ UserRole: '+919000000001' })],
    ['an address for a role', anAudit({ UserRole: 'a@example.org' })],
    ['nothing to tell', anAudit({ Conversation: 'c-1' })],
    ['no cdata', anAudit({}, { context: { channel: 'c', pdata: { id: 'a' }, env: 'e', cdata: undefined } })],
  ])('is nothing with %s', (_, event) => {
    expect(updatesOf(event)).toEqual([]);
  });

  it('is what the last entry of a type says', () => {
    const event = anAudit({ UserRole: 'student', userRole: 'teacher' });

    expect(updatesOf(event)).toMatchObject([{ said: { userlogintype: 'teacher' } }]);
  });

  it('is of the time of its arrival where its clock is ahead, and of the epoch where it is before that', () => {
    const ahead = anAudit({ UserRole: 'teacher' }, { ets: arrival + 86_400_000 });
    const before = anAudit({ UserRole: 'teacher' }, { ets: -1e300 });

    expect(updatesOf(ahead, before).map(({ at }) => at)).toEqual([arrival, 0]);
  });

  it('is read off lines that are still to be forwarded, and lines that are no event say nothing', () => {
    const lines = ['{"eid":"AUDIT"', '"AUDIT"', '["AUDIT"]', JSON.stringify(anAudit({ UserRole: 'a' }))];
    const frame = aFrameOfLines(lines, { header: aHeader() });

    expect(userUpdates([frame])).toHaveLength(1);
    expect(userUpdates([{ ...frame, left: [0, 1, 2] }])).toEqual([]);
  });
});
