import { defaultChannel } from '../../../../lambdas/enrich/enrichers/default-channel.js';
import { aContextOfEnrich, anUnenrichedEvent } from '../../../factories/enrich-contexts.js';

describe('defaultChannel', () => {
  it.each([' ', '\t\n', ''])('gives an event of the channel %j that of the installation', (channel) => {
    const event = anUnenrichedEvent({ context: { channel, env: 'home' } });

    defaultChannel.enrich(event, aContextOfEnrich());

    expect(event).toEqual(anUnenrichedEvent({ context: { channel: 'org.default', env: 'home' } }));
  });

  it.each([{ channel: 'channel-1' }, { channel: ' channel-1 ' }, { channel: 7 }, {}, null])(
    'leaves a context of %j alone',
    (context) => {
      const event = anUnenrichedEvent({ context });

      defaultChannel.enrich(event, aContextOfEnrich());

      expect(event).toEqual(anUnenrichedEvent({ context }));
    },
  );
});
