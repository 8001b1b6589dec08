import fc from 'fast-check';
import { redactEvent } from '../../../../lambdas/shared/telemetry/redact-event.js';
import { anEvent } from '../../../factories/events.js';
import { anyJson } from '../../../factories/texts.js';

const otp = '482913';
const onOtpPage = (edata: object) => anEvent({ eid: 'INTERACT', edata: { pageid: 'otp', ...edata } });

describe('redactEvent', () => {
  it('takes a typed one-time password out of an event, and says by which rule', () => {
    const event = onOtpPage({ id: 'submit-otp', extra: { values: otp, tries: 1 } });

    const rules = redactEvent(event);

    expect(rules).toEqual(['otp']);
    expect(event.edata).toMatchObject({ pageid: 'otp', extra: { values: '[redacted]', tries: 1 } });
  });

  it.each([
    ['the page', { edata: { pageid: 'otp' } }],
    ['the page, in a name of its own', { edata: { pageid: 'verify-OTP-page' } }],
    ['the element', { edata: { id: 'submit-otp' } }],
    ['the element, in camel case', { edata: { id: 'enterOtp' } }],
    ['the environment', { context: { env: 'otp' } }],
  ])('knows by %s that a password may be there', (_, where) => {
    const event = { eid: 'LOG', ...where, edata: { ...(where as { edata?: object }).edata, extra: { values: otp } } };

    expect(redactEvent(event)).toEqual(['otp']);
    expect(JSON.stringify(event)).not.toContain(otp);
  });

  it.each([
    ['a list of texts', { values: [otp] }],
    ['a number', { values: Number(otp) }],
    ['an object', { values: { code: otp } }],
    ['keys in another case', { Values: otp, VALUES: otp }],
  ])('takes it whatever its form: %s', (_, extra) => {
    const event = onOtpPage({ extra });

    expect(redactEvent(event)).toEqual(['otp']);
    expect(JSON.stringify(event)).not.toContain(otp);
  });

  it.each([
    ['Edata', { Edata: { PageId: 'Otp', EXTRA: { values: otp } } }],
    ['extra as a text', { edata: { pageid: 'otp', extra: otp } }],
    ['extra as a list', { edata: { pageid: 'otp', extra: [{ values: otp }] } }],
    ['edata as a list', { edata: [{ pageid: 'otp', extra: { values: otp } }] }],
    ['edata as a text', { edata: JSON.stringify({ pageid: 'otp', extra: { values: otp } }) }],
    ['a list of pages', { edata: { pageid: ['otp'], extra: { values: otp } } }],
    ['context as a list', { context: [{ env: 'otp' }], edata: { extra: { values: otp } } }],
    ['a list of events', [{ edata: { pageid: 'otp', extra: { values: otp } } }]],
    ['no eid', { eid: null, edata: { pageid: 'otp', extra: { values: otp } } }],
  ])('takes it out of an event that no schema knows: %s', (_, event) => {
    redactEvent(event);

    expect(JSON.stringify(event)).not.toContain(otp);
  });

  it.each([
    ['another page', { pageid: 'home', extra: { values: otp } }],
    ['a page that has "otp" inside a word', { pageid: 'hotpot-recipes', extra: { values: [{ score: '4 of 5' }] } }],
    ['an element that has "otp" inside a word', { id: 'footprints', extra: { values: [{ choice: 'B' }] } }],
    ['nothing typed', { pageid: 'otp' }],
    ['null', { pageid: 'otp', extra: { values: null } }],
    ['extra of another kind', { pageid: 'otp', extra: { radioOption: 'email' } }],
  ])('leaves an event alone with %s', (_, edata) => {
    const event = anEvent({ eid: 'INTERACT', edata });

    expect(redactEvent(event)).toEqual([]);
    expect(event).toEqual(anEvent({ eid: 'INTERACT', edata }));
  });

  it('never throws, and changes nothing the second time', () => {
    const edata = fc.dictionary(
      fc.constantFrom('pageid', 'Pageid', 'id', 'extra', 'EXTRA'),
      fc.oneof(anyJson, fc.constant('otp')),
    );
    const events = fc.oneof(anyJson, fc.record({ edata: fc.oneof(anyJson, edata), context: anyJson }));
    fc.assert(
      fc.property(events, (event) => {
        redactEvent(event);
        const once = JSON.stringify(event);

        expect(redactEvent(event)).toEqual([]);
        expect(JSON.stringify(event)).toBe(once);
      }),
    );
  });
});
