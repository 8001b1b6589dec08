import type { Enricher } from '../enricher.js';
import { objectAt } from '../object-at.js';

/** Sunbird preprocessor: a channel of nothing but white space counts as the installation's own. */
export const defaultChannel: Enricher = {
  rows: [{ property: 'context.channel', source: 'configuration: `api.defaultChannel`', when: 'it is blank' }],
  enrich(event, { defaultChannel: ownChannel }) {
    const context = objectAt(event, 'context');
    const { channel } = context;
    if (typeof channel === 'string' && channel.trim() === '') context.channel = ownChannel;
  },
};
