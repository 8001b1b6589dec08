/** Edata that conforms to Telemetry 3.0, one row an eid, in the order of a session: START first, END last. */
export const edataByEid: Readonly<Record<string, object>> = {
  START: { type: 'app', mode: 'play', pageid: 'home' },
  IMPRESSION: { type: 'view', pageid: 'home', uri: '/', visits: [{ objid: 'do_2', objtype: 'Content', index: 0 }] },
  INTERACT: { type: 'TOUCH', id: 'play', pageid: 'home', extra: { pos: [{ x: 1, y: 2 }] } },
  ASSESS: {
    item: { id: 'q1', maxscore: 1, exlength: 0, params: [{ eval: 'order' }], title: 'Photosynthesis' },
    pass: 'Yes',
    score: 1,
    resvalues: [{ '1': 'leaf' }],
    duration: 12.5,
  },
  RESPONSE: { target: { id: 'q1', ver: '1', type: 'question' }, type: 'CHOOSE', values: [{ '1': 'leaf' }] },
  INTERRUPT: { type: 'background', pageid: 'home' },
  LOG: { type: 'api_call', level: 'INFO', message: 'ok', params: [{ status: '200' }] },
  ERROR: { err: 'E404', errtype: 'SYSTEM', stacktrace: 'at home', pageid: 'home' },
  FEEDBACK: { rating: 4, commentid: 'c1', commenttxt: 'अच्छा' },
  SHARE: { dir: 'Out', type: 'Link', items: [{ id: 'do_2', type: 'Content', ver: '1' }] },
  AUDIT: { props: ['status'], state: 'Live', prevstate: 'Draft' },
  HEARTBEAT: {},
  SEARCH: { type: 'content', query: 'leaf', filters: { grade: ['5'] }, sort: {}, size: 1, topn: [{ id: 'do_2' }] },
  SUMMARY: {
    type: 'app',
    starttime: 1_767_225_600_000,
    endtime: 1_767_225_660_000,
    timespent: 60,
    pageviews: 2,
    interactions: 3,
  },
  METRICS: { system: 'player', subsystem: 'video', metrics: [{ metric: 'buffering', value: 2 }] },
  EXDATA: { type: 'xapi', data: '{"verb":"played"}' },
  END: { type: 'app', mode: 'play', pageid: 'home' },
};

export interface SdkSession {
  readonly config: object;
  readonly edataByEid: typeof edataByEid;
  /** Further arguments of a method, by eid. The SDK keeps them for the calls that follow. */
  readonly optionsByEid?: Readonly<Record<string, object>>;
}

/** A session of all 17 eids; `sid` tells its events from those of another. */
export function anSdkSession(config: { host: string; sid: string } & Record<string, unknown>): SdkSession {
  const pdata = { id: 'portal', ver: '1.0', pid: 'portal-web' };
  const who = { channel: 'sunbird', env: 'home', did: 'device-1', uid: 'user-1', authtoken: 'token-1' };
  return { config: { ...who, pdata, ...config }, edataByEid };
}

/** Calls a method of the SDK for each eid. Its text also runs in a page, so it names nothing outside itself. */
export async function playSession(sdk: object, session: SdkSession): Promise<void> {
  const methods = sdk as Record<string, (...args: unknown[]) => unknown>;
  methods.initialize?.(session.config);
  for (const [eid, edata] of Object.entries(session.edataByEid)) {
    const leading = eid === 'START' ? [{}, 'do_1', '1'] : [];
    const method = methods[eid.toLowerCase()];
    if (!method) throw new Error(`expected a method of the SDK for ${eid}, found none`);
    // 2.0.1 fetches the device's id in start(), and sends what is called meanwhile without it.
    await method.call(sdk, ...leading, { ...edata }, session.optionsByEid?.[eid]);
  }
}
