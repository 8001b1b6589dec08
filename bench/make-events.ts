import { createHash } from 'node:crypto';

/** Events like a portal's: an INTERACT of about 850 bytes with a mid of its own. */
export function makeEvent(index: number, ets: number): Record<string, unknown> {
  const id = createHash('md5').update(`${ets}:${index}`).digest('hex');
  return {
    eid: 'INTERACT',
    ets: ets + index,
    ver: '3.0',
    mid: `INTERACT:${id}`,
    actor: { id: `8454cb21-3ce9-4e30-85b5-fade0988${String(index % 10_000).padStart(4, '0')}`, type: 'User' },
    context: {
      channel: '505c7c48ac6dc1edc9b08f21db5a571d',
      pdata: { id: 'prod.sunbird.portal', pid: 'sunbird-portal.contentplayer', ver: '5.1.0' },
      env: 'contentplayer',
      sid: `82e41d87-e33f-4269-aeae-d56394985${String(index % 1_000).padStart(3, '0')}`,
      did: `1b17c32bad61eb9e33df281eecc727590d739b2${index % 10}`,
      cdata: [
        { id: `c44aefc3e9d5fa7b73bd2f4b3f4b7b${index % 100}`, type: 'ContentSession' },
        { id: 'e9d5fa7b73bd2f4b3f4b7bc44aefc3a1', type: 'PlaySession' },
      ],
      rollup: { l1: '505c7c48ac6dc1edc9b08f21db5a571d' },
    },
    object: {
      id: `do_31249064359802470412${index % 1_000}`,
      type: 'Content',
      ver: '2',
      rollup: { l1: 'do_31249561779090227216656', l2: 'do_3124904639480627202151' },
    },
    tags: ['505c7c48ac6dc1edc9b08f21db5a571d'],
    edata: {
      type: 'TOUCH',
      id: 'next',
      pageid: `stage-${index % 20}`,
      extra: { pos: [{ x: index % 1_920, y: index % 1_080, z: 0 }], values: [], uri: '/play/content' },
    },
  };
}

/** Bodies of batches, as the SDK sends them. */
export function makeBatches(events: number, perBatch: number, ets: number): string[] {
  return Array.from({ length: Math.ceil(events / perBatch) }, (_, batch) => {
    const count = Math.min(perBatch, events - batch * perBatch);
    const made = Array.from({ length: count }, (_, index) => makeEvent(batch * perBatch + index, ets));
    return JSON.stringify({
      id: 'api.sunbird.telemetry',
      ver: '3.0',
      ets,
      params: { msgid: `bench-${ets}-${batch}` },
      events: made,
    });
  });
}
