import { userAgent } from '../../../../lambdas/enrich/enrichers/user-agent.js';
import { aContextOfEnrich, anUnenrichedEvent } from '../../../factories/enrich-contexts.js';
import { aHeader } from '../../../factories/frames.js';

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const googlebot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

function enrich(text: string | undefined, sent: object = {}) {
  const event = anUnenrichedEvent(sent as Record<string, unknown>);
  userAgent.enrich(event, aContextOfEnrich({ header: aHeader({ userAgent: text }) }));
  return event;
}

describe('userAgent', () => {
  it.each([
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/120.0.0.0 Safari/537.36`,
      { agent: 'Chrome', ver: '120.0.0.0', system: 'Windows', systemver: '10', platform: 'desktop' },
    ],
    [
      `Mozilla/5.0 (Linux; Android 13; SM-A515F Build/TP1A; wv) ${webkit} Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36`,
      {
        agent: 'Chrome WebView',
        ver: '116.0.0.0',
        system: 'Android',
        systemver: '13',
        platform: 'mobile',
        device: 'Samsung SM-A515F',
      },
    ],
    ['Mozilla/5.0 (Android; rv:1.0)', { system: 'Android' }],
  ])('says what %s is', (text, expected) => {
    expect(enrich(text)).toEqual({ ...anUnenrichedEvent(), useragentdata: expected });
  });

  it.each([
    googlebot,
    'Googlebot/2.1',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36',
  ])('flags the bot %s', (text) => {
    expect(enrich(text).flags).toEqual({ bot: true });
  });

  it.each([
    'okhttp/4.9.0',
    'axios/1.6.2',
    'node',
    'SunbirdApp/4.1',
    'Apache-HttpClient/4.5.14 (Java/1.8.0_181)',
    'Dalvik/2.1.0 (Linux; U; Android 9; Redmi Note 7)',
    'python-requests/2.31',
  ])('does not take %s for a bot: apps and services post with HTTP libraries', (text) => {
    expect(enrich(text).flags).toEqual({});
  });

  it.each([undefined, '', 'something'])('says nothing of %j, and removes what a client sent in its place', (text) => {
    expect(enrich(text, { useragentdata: { agent: 'mine' } })).toEqual(anUnenrichedEvent());
  });

  it('says the same of a text again, and of an endless one no less', () => {
    const endless = `${googlebot}${'x'.repeat(100_000)}`;

    expect(enrich(googlebot)).toEqual(enrich(googlebot));
    expect(enrich(endless).flags).toEqual({ bot: true });
  });
});
