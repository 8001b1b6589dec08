import { faultMessage } from '../../../../lambdas/shared/telemetry/fault-message.js';
import { judgeEvent, schemasAlone } from '../../../../lambdas/shared/telemetry/judge-event.js';
import type { Profile } from '../../../../lambdas/shared/telemetry/validators.js';
import { portalEvents } from '../../../factories/portal-events.js';

const judged = (profile: Profile) =>
  portalEvents().map(({ title, event }) => ({
    title,
    verdict: judgeEvent(event, { ...schemasAlone, profileOf: () => profile }),
  }));

describe('the 28 documented portal events', () => {
  it('are all valid in the compatible profile', () => {
    const failed = judged('compatible').filter(({ verdict }) => verdict.fault);

    expect(failed).toEqual([]);
    expect(judged('compatible')).toHaveLength(28);
  });

  it('are mended where the documents have the wrong case or an empty text', () => {
    const repaired = judged('compatible').flatMap(({ title, verdict }) =>
      verdict.fault || verdict.repairs.length === 0
        ? []
        : [[title, verdict.repairs.map(({ rule, path, was }) => `${rule} ${path} was ${was}`)]],
    );

    expect(Object.fromEntries(repaired)).toEqual({
      'otp could not be sent': ['eid-case /eid was Interact'],
      'otp could not be sent again': ['eid-case /eid was Interact'],
      'user created by signup': ['empty-props /edata/props was '],
      'user created by google': ['empty-props /edata/props was '],
      'popular story arrows': ['edata-key-case /edata/type was Type', 'edata-key-case /edata/pageid was Pageid'],
      logout: [
        'edata-key-case /edata/id was Id',
        'edata-key-case /edata/type was Type',
        'edata-key-case /edata/pageid was Pageid',
      ],
    });
  });

  it('fail in the strict profile exactly where Sunbird’s own schemas refuse them', () => {
    const faults = judged('strict').flatMap(({ title, verdict }) =>
      verdict.fault
        ? [[title, `${verdict.fault.reason} ${faultMessage(verdict.fault).replace(/one of .*, f/, 'f')}`]]
        : [],
    );

    expect(Object.fromEntries(faults)).toEqual({
      'otp could not be sent': 'unknown-eid /eid: expected found "Interact"',
      'otp could not be sent again': 'unknown-eid /eid: expected found "Interact"',
      'otp refused': 'schema /edata/extra: expected no such key, found object',
      'google signin ends': 'schema /edata/subtype: expected no such key, found string',
      'user created by signup': 'schema /edata/props: expected array, found string',
      'user created by google': 'schema /edata/props: expected array, found string',
      'popular story arrows': 'schema /edata/type: expected string, found nothing',
      logout: 'schema /edata/type: expected string, found nothing',
    });
  });
});
