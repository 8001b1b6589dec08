import type { Enricher } from '../enrich-event.js';

/** When the batch arrived, what kind of document this is, and how it came through. */
export const stamps: Enricher = (event, { header, fingerprint, notes }) => {
  event.syncts = header.syncts;
  event['@timestamp'] = new Date(header.syncts).toISOString();
  event.type = 'events';
  event.metadata.fingerprint = fingerprint;
  Object.assign(event.flags, { ex_processed: true, pp_validation_processed: true, pp_duplicate: false }, notes);
};
