import { judgeRules } from '../../../../lambdas/shared/telemetry/judge-rules.js';
import { lenient } from '../../../factories/batches.js';
import { arrival } from '../../../factories/frames.js';

describe('judgeRules', () => {
  it('gives a channel its own profile, and all others the default one', () => {
    const { profileOf } = judgeRules(lenient({ channelProfiles: { 'channel-1': 'strict' } }), arrival);

    expect([profileOf('channel-1'), profileOf('channel-2')]).toEqual(['strict', 'compatible']);
    expect(['__proto__', 'constructor', undefined, null, 7, {}].map(profileOf)).toEqual(Array(6).fill('compatible'));
  });

  it('calls an event late by the time of arrival', () => {
    expect(judgeRules(lenient({ lateAfterDays: 90 }), arrival).oldest).toBe(arrival - 7_776_000_000);
    expect(judgeRules(lenient({ lateAfterDays: null }), arrival).oldest).toBe(Number.NEGATIVE_INFINITY);
  });

  it('binds to the channels of a token, even to none', () => {
    expect(judgeRules(lenient(), arrival).channels).toBeUndefined();
    expect(judgeRules(lenient(), arrival, []).channels).toEqual(new Set());
    expect(judgeRules(lenient(), arrival, ['a']).channels).toEqual(new Set(['a']));
  });
});
