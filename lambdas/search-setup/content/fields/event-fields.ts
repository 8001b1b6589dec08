import { edataFields } from './edata-fields.js';
import { arrivalTime, type Fields, flag, keyword, keywords, object, time, unread } from './field-types.js';
import { registryFields } from './registry-fields.js';

const rollup = object(keywords('l1', 'l2', 'l3', 'l4'));

/** An enriched event, under the names that it has in the lake. */
export const eventFields: Fields = {
  '@timestamp': arrivalTime,
  syncts: arrivalTime,
  ets: time,
  ...keywords('eid', 'mid', 'ver', 'type', 'tags'),
  actor: object(keywords('id', 'type')),
  context: object({
    ...keywords('channel', 'env', 'sid', 'did'),
    pdata: object(keywords('id', 'pid', 'ver')),
    cdata: object(keywords('type', 'id')),
    rollup,
  }),
  object: object({ ...keywords('id', 'type', 'ver', 'subtype'), rollup }),
  edata: edataFields,
  plan: object(keywords('name', 'step')),
  ...registryFields,
  flags: object({
    ...flags('ex_processed', 'pp_validation_processed', 'pp_duplicate', 'pp_share_event_processed'),
    ...flags('share_items_cut', 'future_ets', 'mid_collision'),
    ...flags('device_denorm', 'user_denorm', 'content_denorm', 'coll_denorm', 'l2_denorm'),
    ...flags('dialcode_denorm', 'loc_denorm'),
    repaired: object(keywords('rule', 'path')),
    redacted: keyword,
  }),
  metadata: object({ ...keywords('fingerprint', 'parent_mid'), clamped_ets: time }),
  // Written by the pipeline `sunstream-fit`.
  unfit: object({ path: keyword, value: unread }),
};

function flags(...names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, flag]));
}
