import { type Enricher, objectAt } from '../enrich-event.js';

/** Sunbird preprocessor: a channel of nothing but white space counts as the installation's own. */
export const defaultChannel: Enricher = (event, { defaultChannel }) => {
  const context = objectAt(event, 'context');
  const { channel } = context;
  if (typeof channel === 'string' && channel.trim() === '') context.channel = defaultChannel;
};
