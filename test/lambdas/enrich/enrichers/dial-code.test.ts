import { dialCode } from '../../../../lambdas/enrich/enrichers/dial-code.js';
import { aContextOfEnrich, anUnenrichedEvent } from '../../../factories/enrich-contexts.js';

describe('dialCode', () => {
  it.each(['dialcode', 'DialCode', 'qr', 'QR'])('writes the id of an object of type %s in capitals', (type) => {
    const event = anUnenrichedEvent({ object: { id: 'ab1cd2', type, ver: '1' } });

    dialCode.enrich(event, aContextOfEnrich());

    expect(event).toEqual(anUnenrichedEvent({ object: { id: 'AB1CD2', type, ver: '1' } }));
  });

  it.each([
    undefined,
    null,
    { id: 'do_1abc', type: 'Content' },
    { id: 7, type: 'qr' },
    { id: 'ab1cd2' },
    { type: 'qr' },
  ])('leaves an object of %j alone', (object) => {
    const event = anUnenrichedEvent({ object });

    dialCode.enrich(event, aContextOfEnrich());

    expect(event).toEqual(anUnenrichedEvent({ object }));
  });
});
