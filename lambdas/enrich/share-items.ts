import { kindOf } from '../shared/telemetry/describe-value.js';
import type { EnrichContext, EnrichedEvent } from './enricher.js';
import { objectAt } from './object-at.js';

type Json = Record<string, unknown>;

/** What of a SHARE_ITEM is its own; the rest is the parent's. */
interface ItemParts {
  readonly item: Json;
  readonly type: unknown;
  readonly size: number;
}

const nothing: Json = {};

/**
 * Bytes of SHARE_ITEMs at most that one SHARE makes: 1 MiB of `{}` in `params` would make 350,000 of them. With the
 * largest records that the registry takes it is below what an aggregate takes, so that each can be sent.
 */
const maxShareItemBytes = 256 * 1024;

/** What a SHARE was flattened to. */
export interface ShareItems {
  readonly items: readonly EnrichedEvent[];
  /** What they take up as JSON, before anything is added to them. */
  readonly bytes: number;
}

/**
 * Flattens a SHARE to SHARE_ITEMs, one an entry of an item's `params`, one for an item without (Sunbird preprocessor:
 * ShareEventsFlattener). Takes any JSON; what is no item is passed over. Sets `pp_share_event_processed` on the SHARE,
 * and `share_items_cut` where they would be more than 256 KiB or than `maxBytes`: the one that goes beyond, and those
 * after it, are not made. Other than upstream's, their mids are derived from the parent's: a replay makes the same ones.
 *
 * @param share the SHARE after it was mended
 */
export function makeShareItems(share: EnrichedEvent, context: EnrichContext, maxBytes: number): ShareItems {
  const items: EnrichedEvent[] = [];
  const base = baseMid(share, context);
  const most = Math.min(maxBytes, maxShareItemBytes);
  let bytes = 0;
  share.flags.pp_share_event_processed = true;
  for (const parts of partsOf(objectAt(share, 'edata'))) {
    const item = makeItem(share, context, `${base}-${items.length + 1}`, parts);
    const size = Buffer.byteLength(JSON.stringify(item));
    if (bytes + size > most) {
      share.flags.share_items_cut = true;
      break;
    }
    bytes += size;
    items.push(item);
  }
  return { items, bytes };
}

function* partsOf({ items, type }: Json): Generator<ItemParts> {
  for (const item of Array.isArray(items) ? items : []) {
    if (kindOf(item) !== 'object') continue;
    if (Array.isArray(item.params)) yield* transfersOf(item, item.params);
    else yield { item, type, size: 0 };
  }
}

function* transfersOf(item: Json, params: readonly unknown[]): Generator<ItemParts> {
  for (const entry of params) {
    const { transfers, size } = kindOf(entry) === 'object' ? (entry as Json) : nothing;
    yield { item, type: numberOf(transfers) === 0 ? 'download' : 'import', size: numberOf(size) };
  }
}

/** A number, or the number that a text reads as; 0 for all else. */
function numberOf(value: unknown): number {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : 0;
}

/** Of two SHAREs under one mid each has items of its own. */
function baseMid({ mid }: EnrichedEvent, { fingerprint, notes }: EnrichContext): string {
  const own = typeof mid === 'string' ? mid : '';
  return notes?.mid_collision ? `${own}~${fingerprint}` : own;
}

/** An item with all that it has of its SHARE, in the order of an event; keys that the parent lacks fall away in JSON. */
function makeItem(
  share: EnrichedEvent,
  { fingerprint }: EnrichContext,
  mid: string,
  { item: { id, type, ver }, ...own }: ItemParts,
): EnrichedEvent {
  const { channel, env, sid, did, pdata, cdata, rollup } = objectAt(share, 'context');
  const { future_ets } = share.flags;
  return {
    eid: 'SHARE_ITEM',
    ver: '3.0',
    mid,
    ets: share.ets,
    actor: share.actor,
    context: { channel, env, sid, did, pdata, cdata, rollup },
    tags: share.tags,
    syncts: share.syncts,
    '@timestamp': share['@timestamp'],
    type: share.type,
    object: { id, type, ver, rollup: { l1: objectAt(share, 'object').id } },
    edata: { dir: objectAt(share, 'edata').dir, type: own.type, size: own.size },
    flags: { ...(future_ets === true && { future_ets }) },
    metadata: {
      parent_mid: share.mid,
      fingerprint,
      ...(future_ets === true && { clamped_ets: share.metadata.clamped_ets }),
    },
  };
}
