import type { Enricher } from '../enricher.js';

/** When the batch arrived, what kind of document this is, and how it came through. */
export const stamps: Enricher = {
  rows: [
    { property: 'syncts', source: 'when the batch arrived, epoch milliseconds', when: 'always' },
    { property: '@timestamp', source: '`syncts`, ISO 8601', when: 'always' },
    {
      property: 'type',
      source: '`events`',
      when: 'always',
      flags: { ex_processed: 'true', pp_validation_processed: 'true', pp_duplicate: 'false' },
    },
    { property: 'metadata.fingerprint', source: 'hash of the event as it was received', when: 'always' },
    {
      property: 'flags',
      source: 'what the stages before found out; what a client sends in `flags` is replaced',
      when: 'always',
      flags: {
        mid_collision: 'true where another event had this `mid` first, else absent',
        repaired: 'what ingest repaired, else absent',
        redacted: 'the rules that took something out, else absent',
      },
    },
  ],
  enrich(event, { header, fingerprint, notes }) {
    event.syncts = header.syncts;
    event['@timestamp'] = new Date(header.syncts).toISOString();
    event.type = 'events';
    event.metadata.fingerprint = fingerprint;
    Object.assign(event.flags, { ex_processed: true, pp_validation_processed: true, pp_duplicate: false }, notes);
  },
};
