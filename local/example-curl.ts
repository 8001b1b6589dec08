/** A command that works when pasted: one event, as an SDK would send it. */
export function exampleCurl(url: string): string {
  return `curl -s ${url}/v1/telemetry -H 'content-type: application/json' -d '${JSON.stringify(exampleBatch('curl', Date.now()))}'`;
}

/** A batch with one event. */
export function exampleBatch(msgid: string, ets: number) {
  const event = {
    eid: 'IMPRESSION',
    ets,
    ver: '3.0',
    mid: `IMPRESSION:${msgid}:${ets}`,
    actor: { id: 'anonymous', type: 'User' },
    context: { channel: 'sunbird', env: 'home', pdata: { id: 'sunstream.example', ver: '1.0' } },
    edata: { type: 'view', pageid: 'welcome', uri: '/' },
  };
  return { id: 'api.sunbird.telemetry', ver: '3.0', ets, params: { msgid }, events: [event] };
}
