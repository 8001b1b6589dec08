/** A command that works when pasted: one event, as an SDK would send it, with the token where one is needed. */
export function exampleCurl(url: string, headers: Readonly<Record<string, string>>): string {
  const options = Object.entries({ 'content-type': 'application/json', ...headers }).map(
    ([name, value]) => `-H '${name}: ${value}'`,
  );
  return `curl -s ${url}/v1/telemetry ${options.join(' ')} -d '${JSON.stringify(exampleBatch('curl', Date.now()))}'`;
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
