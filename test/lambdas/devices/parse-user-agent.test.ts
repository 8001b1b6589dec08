import fc from 'fast-check';
import { parseUserAgent } from '../../../lambdas/devices/parse-user-agent.js';

describe('parseUserAgent', () => {
  it.each([
    [
      'Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36',
      { agent: 'Chrome', ver: '126.0.0.0', system: 'Android 14', platform: 'Android' },
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0',
      { agent: 'Firefox', ver: '127.0', system: 'Windows 10', platform: 'Windows' },
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_14_3) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.0.3 Safari/605.1.15',
      { agent: 'Safari', ver: '12.0.3', system: 'Mac OS 10.14.3', platform: 'Mac OS' },
    ],
  ])('tells browser and system of %s', (text, expected) => {
    expect(parseUserAgent(text)).toEqual(expected);
  });

  it.each([[undefined], [''], ['  ']])('says nothing of %j', (text) => {
    expect(parseUserAgent(text)).toBeUndefined();
  });

  it('never throws, and keeps little of a long text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000, unit: 'binary' }), (text) => {
        expect(JSON.stringify(parseUserAgent(text) ?? {}).length).toBeLessThan(2_500);
      }),
    );
  });
});
