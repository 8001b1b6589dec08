import type { JWTPayload } from 'jose';
import { knownIssuers } from '../../../lambdas/authorize/issuer-keys.js';
import { verifyToken } from '../../../lambdas/authorize/verify-token.js';
import { aConsumerToken, aForgedToken, aSecret, noon, seconds } from '../../factories/tokens.js';

/** Verifies against the secret's records; nobody else issues tokens. */
const verify = (token: string, records: Record<string, unknown> = { portal: aSecret }, now = noon) =>
  verifyToken(token, {
    findConsumer: async (name) => (Object.hasOwn(records, name) ? records[name] : undefined),
    issuers: knownIssuers([]),
    now: () => now,
  });

const aRecord = (more: object) => ({ portal: { secret: aSecret, ...more } });

describe('a token of a consumer (HS256)', () => {
  it('that says no more than iss, as Kong’s do, may write telemetry of all channels', async () => {
    const verified = await verify(await aConsumerToken());

    expect(verified).toEqual({ consumer: 'portal', scopes: ['telemetry:write'], channels: undefined });
  });

  it('may do what the consumer’s record says', async () => {
    const scopes = ['telemetry:write', 'exhaust:request'];

    const verified = await verify(await aConsumerToken(), aRecord({ scopes, channels: ['delhi'] }));

    expect(verified).toEqual({ consumer: 'portal', scopes, channels: ['delhi'] });
  });

  it.each<[string, JWTPayload, { scopes: string[]; channels: string[] | undefined }]>([
    ['scope', { scope: 'exhaust:request other' }, { scopes: ['exhaust:request'], channels: ['delhi', 'goa'] }],
    ['scp, a list', { scp: ['telemetry:write'] }, { scopes: ['telemetry:write'], channels: ['delhi', 'goa'] }],
    ['an empty scope', { scope: '' }, { scopes: [], channels: ['delhi', 'goa'] }],
    ['one channel', { channels: 'goa' }, { scopes: ['telemetry:write', 'exhaust:request'], channels: ['goa'] }],
    [
      'channels, one of them foreign',
      { channels: ['goa', 'punjab'] },
      { scopes: ['telemetry:write', 'exhaust:request'], channels: ['goa'] },
    ],
  ])('is narrowed by its own %s, never widened', async (_, claims, expected) => {
    const record = aRecord({ scopes: ['telemetry:write', 'exhaust:request'], channels: ['delhi', 'goa'] });

    const verified = await verify(await aConsumerToken(claims), record);

    expect(verified).toEqual({ consumer: 'portal', ...expected });
  });

  it('binds itself to channels where its consumer is bound to none', async () => {
    const verified = await verify(await aConsumerToken({ channels: ['goa'] }));

    expect(verified).toMatchObject({ channels: ['goa'] });
  });

  it.each<[string, JWTPayload, number]>([
    ['expired within the half minute that clocks may differ', { exp: seconds(noon) }, noon + 29_000],
    ['is valid from within that half minute', { nbf: seconds(noon) }, noon - 29_000],
  ])('that %s is taken', async (_, claims, now) => {
    const verified = await verify(await aConsumerToken(claims), undefined, now);

    expect(verified.refused).toBeUndefined();
  });
});

describe('a token of a consumer is refused', () => {
  it.each<[string, () => Promise<string> | string, string]>([
    ['no token at all', () => 'nope', 'malformed'],
    ['longer than 8 KiB', () => aConsumerToken({ padding: 'x'.repeat(8_192) }), 'too-long'],
    ['without iss', () => aConsumerToken({ iss: undefined as unknown as string }), 'malformed'],
    ['with an iss that is a number', () => aForgedToken({ alg: 'HS256' }, { iss: 1 }, 'AA'), 'malformed'],
    ['with a payload that is a list', () => aForgedToken({ alg: 'HS256' }, ['portal'], 'AA'), 'malformed'],
    ['of an unknown consumer', () => aConsumerToken({ iss: 'stranger' }), 'unknown-issuer'],
    ['of a consumer called like a property of objects', () => aConsumerToken({ iss: 'constructor' }), 'unknown-issuer'],
    ['signed with another secret', () => aConsumerToken({}, `${aSecret}2`), 'bad-signature'],
    ['without a signature', () => aForgedToken({ alg: 'HS256' }, { iss: 'portal' }), 'bad-signature'],
    ['of alg none', () => aForgedToken({ alg: 'none' }, { iss: 'portal' }), 'algorithm'],
    ['of alg None', () => aForgedToken({ alg: 'None' }, { iss: 'portal' }), 'algorithm'],
    ['signed with HS512', () => aConsumerToken({}, aSecret.repeat(2), 'HS512'), 'algorithm'],
    ['that says RS256', () => aForgedToken({ alg: 'RS256' }, { iss: 'portal' }, 'AA'), 'algorithm'],
    [
      'with a critical header nobody knows',
      () => aForgedToken({ alg: 'HS256', crit: ['x'], x: 1 }, { iss: 'portal' }, 'AA'),
      'malformed',
    ],
    ['expired', () => aConsumerToken({ exp: seconds(noon) - 60 }), 'expired'],
    ['not valid yet', () => aConsumerToken({ nbf: seconds(noon) + 60 }), 'not-yet-valid'],
    ['with an exp that is a text', () => aConsumerToken({ exp: 'never' as unknown as number }), 'malformed'],
    ['with a scope that is a number', () => aConsumerToken({ scope: 1 }), 'malformed'],
    ['with a scope that is null', () => aConsumerToken({ scope: null }), 'malformed'],
    ['with channels that are numbers', () => aConsumerToken({ channels: [1] }), 'malformed'],
    ['with an empty list of channels', () => aConsumerToken({ channels: [] }), 'channel'],
  ])('when it is %s', async (_, token, reason) => {
    const verified = await verify(await token());

    expect(verified.refused).toBe(reason);
  });

  it('when it claims no channel that its consumer has', async () => {
    const verified = await verify(await aConsumerToken({ channels: 'goa' }), aRecord({ channels: ['delhi'] }));

    expect(verified).toEqual({ refused: 'channel', consumer: 'portal' });
  });

  it.each<[string, unknown]>([
    ['a secret of 31 bytes', aSecret.slice(1)],
    ['an empty secret', ''],
    ['null', null],
    ['a number', 5],
    ['a record without a secret', { scopes: ['telemetry:write'] }],
    ['scopes that are a text', { secret: aSecret, scopes: 'telemetry:write' }],
    ['channels that are numbers', { secret: aSecret, channels: [1] }],
  ])('when its consumer’s record is %s', async (_, record) => {
    const verified = await verify(await aConsumerToken(), { portal: record });

    expect(verified).toEqual({ refused: 'bad-record', consumer: 'portal' });
  });

  it('without a name that a stranger made up', async () => {
    const verified = await verify(await aConsumerToken({ iss: 'made up' }));

    expect(verified).toEqual({ refused: 'unknown-issuer' });
  });
});

it('a secret that can not be had is an error, not a verdict', async () => {
  const broken = verifyToken(await aConsumerToken(), {
    findConsumer: () => Promise.reject(new Error('Secrets Manager is down')),
    issuers: knownIssuers([]),
    now: () => noon,
  });

  await expect(broken).rejects.toThrow('Secrets Manager is down');
});
