import { arrivalTime, type Fields, keywords, number, object, time, wordy } from './field-types.js';

/** A failed event without what its producer sent; where that lies in the lake say `object` and `line`. */
export const failedFields: Fields = {
  '@timestamp': arrivalTime,
  ...keywords('reason', 'stage', 'pointer', 'pointers', 'expected', 'found'),
  ...keywords('eid', 'mid', 'ver', 'channel', 'msgid', 'object'),
  message: wordy,
  ets: time,
  line: number,
  pdata: object(keywords('id', 'pid', 'ver')),
};
