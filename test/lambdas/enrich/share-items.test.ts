import fc from 'fast-check';
import { mendEvent } from '../../../lambdas/enrich/enrich-event.js';
import { enrichers } from '../../../lambdas/enrich/enrichers.js';
import { makeShareItems } from '../../../lambdas/enrich/share-items.js';
import type { TelemetryEvent } from '../../../lambdas/shared/telemetry/types.js';
import { aContextOfEnrich, endOfToday } from '../../factories/enrich-contexts.js';
import { arrival } from '../../factories/frames.js';
import { anItem, aShare } from '../../factories/shares.js';
import { anyJson } from '../../factories/texts.js';

const noLimit = 1024 * 1024;

/** Mends a SHARE and flattens it; the items as they are written, before anything is added. */
function flatten(share: TelemetryEvent, { context = aContextOfEnrich(), maxBytes = noLimit } = {}) {
  const { event: parent } = mendEvent(structuredClone(share), enrichers, context);
  const { items, bytes } = makeShareItems(parent, context, maxBytes);
  return { parent, bytes, items: items.map((item) => JSON.parse(JSON.stringify(item))) };
}

describe('makeShareItems', () => {
  it('makes a SHARE_ITEM of an item: itself from the item, all around it from the mended SHARE', () => {
    const context = {
      channel: ' ',
      env: 'library',
      sid: 'session-1',
      did: 'device-1',
      pdata: { id: 'app-1', pid: 'mobile' },
      cdata: [{ type: 'grade', id: '5' }],
      rollup: { l1: 'org-1' },
      uid: 'user-1',
    };
    const share = aShare([anItem([{ transfers: 2, size: 512 }])], { context, actor: { id: 'f:p:u', type: 'User' } });

    const { items } = flatten(share);

    const { uid, ...copied } = { ...context, channel: 'org.default' };
    expect(items).toEqual([
      {
        eid: 'SHARE_ITEM',
        ver: '3.0',
        mid: 'SHARE:1-1',
        ets: share.ets,
        actor: { id: 'u', type: 'User' },
        context: copied,
        object: { id: 'do_1', type: 'Content', ver: '2', rollup: { l1: 'do_parent' } },
        edata: { dir: 'In', type: 'import', size: 512 },
        tags: ['tag-1'],
        type: 'events',
        syncts: arrival,
        '@timestamp': '2024-01-15T06:30:00.000Z',
        flags: {},
        metadata: { parent_mid: 'SHARE:1', fingerprint: 'fingerprint-1' },
      },
    ]);
  });

  it('leaves the SHARE as it is, but for the flag that it was flattened', () => {
    const share = aShare([anItem([{}]), anItem()]);

    const { parent } = flatten(share);

    const { event } = mendEvent(structuredClone(share), enrichers, aContextOfEnrich());
    expect(parent).toEqual({ ...event, flags: { ...event.flags, pp_share_event_processed: true } });
  });

  it.each([
    [undefined, 'download'],
    [0, 'download'],
    ['0', 'download'],
    ['', 'download'],
    ['many', 'download'],
    [null, 'download'],
    [{}, 'download'],
    [1, 'import'],
    ['1', 'import'],
    [0.5, 'import'],
    [-1, 'import'],
  ])('calls what was transferred %j times a %s', (transfers, type) => {
    const { items } = flatten(aShare([anItem([{ transfers }])]));

    expect(items.map(({ edata }) => edata.type)).toEqual([type]);
  });

  it.each([
    [7, 7],
    ['7.5', 7.5],
    ['', 0],
    ['large', 0],
    [undefined, 0],
    [null, 0],
    [[], 0],
    [true, 0],
    ['Infinity', 0],
  ])('reads a size of %j as %d', (size, expected) => {
    const { items } = flatten(aShare([anItem([{ size }])]));

    expect(items.map(({ edata }) => edata.size)).toEqual([expected]);
  });

  it.each([
    ['one for an item without params, of the type of the SHARE', undefined, ['File']],
    ['one for an item whose params are no list', {}, ['File']],
    ['none for an empty list of params', [], []],
    ['one an entry of params', [{}, { transfers: 3 }, {}], ['download', 'import', 'download']],
    ['one also for an entry that is no object', [null, 'x', [1]], ['download', 'download', 'download']],
  ])('makes %s', (_, params, types) => {
    const { items } = flatten(aShare([anItem(params)]));

    expect(items.map(({ edata }) => edata.type)).toEqual(types);
  });

  it('passes over an item that is no object', () => {
    const { items } = flatten(aShare([null, 'do_1', 7, ['do_1'], anItem()]));

    expect(items.map(({ mid }) => mid)).toEqual(['SHARE:1-1']);
  });

  it('numbers the items over the whole event, and makes the same ones again at a replay', () => {
    const share = aShare([anItem([{}, {}]), anItem(), anItem([{}])]);

    const [first, again] = [flatten(share), flatten(share)];

    expect(first.items.map(({ mid }) => mid)).toEqual(['SHARE:1-1', 'SHARE:1-2', 'SHARE:1-3', 'SHARE:1-4']);
    expect(again.items).toEqual(first.items);
  });

  it('gives the items of a SHARE whose mid was taken mids of their own', () => {
    const context = aContextOfEnrich({ notes: { mid_collision: true } });

    const { items } = flatten(aShare([anItem()]), { context });

    expect(items).toMatchObject([{ mid: 'SHARE:1~fingerprint-1-1', metadata: { parent_mid: 'SHARE:1' } }]);
  });

  it('says of the items of a SHARE from after today what the SHARE says', () => {
    const { items } = flatten(aShare([anItem()], { ets: endOfToday + 1 }));

    expect(items).toMatchObject([{ flags: { future_ets: true }, metadata: { clamped_ets: endOfToday } }]);
  });

  it('stops at 256 KiB of a SHARE that is all params, and says so', () => {
    const { parent, items, bytes } = flatten(aShare([anItem(Array(100_000).fill({}))]), { maxBytes: noLimit });

    expect(items.reduce((sum, item) => sum + JSON.stringify(item).length, 0)).toBe(bytes);
    expect(bytes).toBeLessThanOrEqual(256 * 1024);
    expect(bytes).toBeGreaterThan(255 * 1024);
    expect(parent.flags).toMatchObject({ pp_share_event_processed: true, share_items_cut: true });
  });

  it('stops where its frame has no room left for the next, and not before', () => {
    const share = aShare([anItem([{}, {}, {}])]);
    const [size = 0] = flatten(share).items.map((item) => JSON.stringify(item).length);

    const [two, three] = [size * 3 - 1, size * 3].map((maxBytes) => flatten(share, { maxBytes }));

    expect([two?.items.length, two?.parent.flags.share_items_cut]).toEqual([2, true]);
    expect([three?.items.length, three?.parent.flags.share_items_cut]).toEqual([3, undefined]);
  });

  it('never throws, and gives each item a mid of its own, whatever JSON a SHARE holds', () => {
    const anyItems = fc.array(
      fc.oneof(anyJson, fc.record({ id: anyJson, params: anyJson }), fc.constant(anItem([{}]))),
    );
    const anyEdata = fc.oneof(anyJson, fc.record({ dir: anyJson, type: anyJson, items: fc.oneof(anyJson, anyItems) }));
    const anyRest = fc.dictionary(fc.constantFrom('context', 'object', 'actor', 'tags', 'mid', 'metadata'), anyJson);

    fc.assert(
      fc.property(anyEdata, anyRest, (edata, rest) => {
        const share = aShare([], { ...rest, edata });

        const [first, again] = [flatten(share), flatten(share)];

        const mids = first.items.map(({ mid }) => mid);
        expect(new Set(mids).size).toBe(mids.length);
        expect(again.items.map(({ mid }) => mid)).toEqual(mids);
      }),
    );
  });
});
