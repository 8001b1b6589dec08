import { createHash } from 'node:crypto';
import { arrival } from './frames.js';

/** What DIGIT's web client sends for one page: three eids with keys of their own, mids that are hashes, no msgid. */
export function digitBatch(): { id: string; ver: string; ets: number; events: Record<string, unknown>[] } {
  const page = { type: 'page', url: '/citizen/property-tax/my-properties' };
  const edata = {
    START: {
      ...page,
      userAgent: 'Mozilla/5.0 (Linux; Android 9)',
      'web-browser': 'Chrome',
      platform: 'Android',
      cityId: 'pb.amritsar',
      duration: '0',
    },
    SUMMARY: { ...page, startTimeArray: [arrival], endTimeArray: [arrival + 12_000], timeSpent: 12_000 },
    END: { ...page, formFields: { ownerName: 3 } },
  };
  return {
    id: 'ekstep.telemetry',
    ver: '3.0',
    ets: arrival,
    events: Object.entries(edata).map(([eid, own]) => digitEvent(eid, own)),
  };
}

function digitEvent(eid: string, edata: object): Record<string, unknown> {
  const event = {
    eid,
    ets: arrival,
    ver: '3.0',
    actor: { id: 'UserNotFound', type: 'User' },
    context: {
      channel: 'org.egov',
      pdata: { id: '', ver: '1.0', pid: '' },
      env: 'Rainmaker',
      sid: '',
      did: 'a31f5a6cbbd8cf0f',
      cdata: [],
      rollup: {},
    },
    object: {},
    tags: [],
    edata,
  };
  return { ...event, mid: `${eid}:${createHash('md5').update(JSON.stringify(event)).digest('hex')}` };
}
