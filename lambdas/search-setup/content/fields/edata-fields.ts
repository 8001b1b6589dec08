import { type Field, keyword, keywords, number, numbers, object, time, wordy } from './field-types.js';

const reference = object(keywords('id', 'type', 'ver'));

/**
 * What is asked of `edata`: mostly the scalars of the 17 eids (schemas/telemetry/3.0). Its other keys are kept and not
 * indexed, since each producer invents its own. OpenSearch's flat_object would index them, but it refuses documents with
 * a text over 32,766 bytes, knows no numbers, and its keys can't be counted.
 */
export const edataFields: Field = object({
  ...keywords('type', 'subtype', 'id', 'pageid', 'mode', 'uri', 'loc', 'dir', 'level', 'err', 'errtype', 'pass'),
  ...keywords('state', 'prevstate', 'props', 'correlationid', 'commentid', 'system', 'subsystem'),
  // DIGIT's own.
  ...keywords('url', 'platform', 'web-browser', 'cityId'),
  ...numbers('duration', 'size', 'index', 'score', 'rating', 'timespent', 'pageviews', 'interactions'),
  starttime: time,
  endtime: time,
  query: wordy,
  message: wordy,
  comments: wordy,
  commenttxt: wordy,
  stacktrace: wordy,
  target: reference,
  object: reference,
  plugin: object(keywords('id', 'ver', 'category')),
  item: object({ ...keywords('id', 'type', 'title'), maxscore: number }),
  visits: object({ ...keywords('objid', 'objtype', 'objver', 'section'), index: number }),
  uaspec: object(keywords('agent', 'ver', 'system', 'platform')),
  dspec: object({ ...keywords('os', 'make', 'id'), mem: number }),
  metrics: object({ metric: keyword, value: number }),
});
