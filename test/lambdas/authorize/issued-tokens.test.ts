import type { JWTPayload } from 'jose';
import { type Issuer, knownIssuers } from '../../../lambdas/authorize/issuer-keys.js';
import { verifyToken } from '../../../lambdas/authorize/verify-token.js';
import {
  aConsumerToken,
  aForgedToken,
  aKeyPair,
  anIssuedToken,
  aSecret,
  issuerName,
  noon,
  seconds,
} from '../../factories/tokens.js';
import { fakeJwksServer } from '../../fakes/fake-jwks-server.js';
import { useClosing } from '../../support/closing.js';

const [ours, others] = [aKeyPair(), aKeyPair()];
const closing = useClosing();

/** An issuer whose keys are served on loopback, and what verifies against it. */
async function anIssuer(settings: Partial<Issuer> = {}, keys = { 'key-1': ours.publicKey }) {
  const server = await fakeJwksServer(keys);
  closing(server.close);
  const issuers = knownIssuers([{ issuer: issuerName, jwksUrl: server.url, ...settings }]);
  const findConsumer = async (name: string) => (name === issuerName ? aSecret : undefined);
  return { server, verify: (token: string) => verifyToken(token, { findConsumer, issuers, now: () => noon }) };
}

describe('a token of a configured issuer (RS256)', () => {
  it('may do what its scope says, for all channels', async () => {
    const { verify } = await anIssuer();

    const verified = await verify(await anIssuedToken(ours.privateKey));

    expect(verified).toEqual({ consumer: issuerName, scopes: ['telemetry:write'], channels: undefined });
  });

  it('without a scope may do nothing', async () => {
    const { verify } = await anIssuer();

    const verified = await verify(await anIssuedToken(ours.privateKey, { scope: undefined }));

    expect(verified).toMatchObject({ scopes: [] });
  });

  it('is bound to the channels that it claims', async () => {
    const { verify } = await anIssuer();

    const verified = await verify(await anIssuedToken(ours.privateKey, { channels: ['goa', 'delhi'] }));

    expect(verified).toMatchObject({ channels: ['goa', 'delhi'] });
  });

  it.each<[string, JWTPayload]>([
    ['is', { aud: 'sunstream' }],
    ['holds', { aud: ['account', 'sunstream'] }],
  ])('is taken where its audience %s the configured one', async (_, claims) => {
    const { verify } = await anIssuer({ audience: 'sunstream' });

    const verified = await verify(await anIssuedToken(ours.privateKey, claims));

    expect(verified.refused).toBeUndefined();
  });

  it('is verified with keys that were fetched once', async () => {
    const { verify, server } = await anIssuer();
    const token = await anIssuedToken(ours.privateKey);

    await verify(token);
    await verify(token);

    expect(server.requests()).toBe(1);
  });
});

/** The public key as an attacker has it: the bytes of its PEM, used as a shared secret. */
const publicPem = ours.publicKey.export({ type: 'spki', format: 'pem' }).toString();

const aud = 'sunstream';

describe('a token of a configured issuer is refused', () => {
  it.each<[string, () => Promise<string> | string, string]>([
    ['signed with another key', () => anIssuedToken(others.privateKey), 'bad-signature'],
    [
      'signed with a key that the issuer does not have',
      () => anIssuedToken(others.privateKey, {}, { kid: 'key-2' }),
      'unknown-key',
    ],
    [
      'signed HS256 with the public key for a secret',
      () => aConsumerToken({ iss: issuerName }, publicPem),
      'algorithm',
    ],
    ['signed HS256 with a consumer’s secret of the same name', () => aConsumerToken({ iss: issuerName }), 'algorithm'],
    ['of alg none', () => aForgedToken({ alg: 'none' }, { iss: issuerName }), 'algorithm'],
    [
      'that brings its own key',
      () => anIssuedToken(others.privateKey, {}, { jwk: others.publicKey.export({ format: 'jwk' }) }),
      'bad-signature',
    ],
    ['expired', () => anIssuedToken(ours.privateKey, { aud, exp: seconds(noon) - 60 }), 'expired'],
    ['not valid yet', () => anIssuedToken(ours.privateKey, { aud, nbf: seconds(noon) + 60 }), 'not-yet-valid'],
    ['for another audience', () => anIssuedToken(ours.privateKey, { aud: 'other' }), 'audience'],
    ['for no audience', () => anIssuedToken(ours.privateKey), 'audience'],
  ])('when it is %s', async (_, token, reason) => {
    const { verify } = await anIssuer({ audience: aud });

    const verified = await verify(await token());

    expect(verified.refused).toBe(reason);
  });

  it('when it names no key and its issuer has two', async () => {
    const { verify } = await anIssuer({}, { 'key-1': ours.publicKey, 'key-2': others.publicKey } as never);

    const verified = await verify(await anIssuedToken(ours.privateKey, {}, { kid: undefined }));

    expect(verified.refused).toBe('unknown-key');
  });

  it('and a flood of unknown keys fetches them no further time', async () => {
    const { verify, server } = await anIssuer();

    for (const kid of ['a', 'b', 'c']) await verify(await anIssuedToken(others.privateKey, {}, { kid }));

    expect(server.requests()).toBe(1);
  });
});

describe('keys that can not be had are an error, not a verdict', () => {
  it('and are not asked for by each token of a flood', async () => {
    const { verify, server } = await anIssuer();
    server.answerWith(503, '{}');

    for (const kid of ['a', 'b', 'c']) {
      await verify(await anIssuedToken(ours.privateKey, {}, { kid })).catch((error: unknown) => error);
    }

    expect(server.requests()).toBe(1);
  });

  it.each<[string, (server: Awaited<ReturnType<typeof fakeJwksServer>>) => unknown]>([
    ['the server is down', (server) => server.close()],
    ['it answers 503', (server) => server.answerWith(503, '{}')],
    ['it answers no JSON', (server) => server.answerWith(200, '<html>')],
    ['it answers JSON without keys', (server) => server.answerWith(200, '{}')],
  ])('when %s', async (_, spoil) => {
    const { verify, server } = await anIssuer();
    await spoil(server);
    const token = await anIssuedToken(ours.privateKey);

    const broken = await verify(token).catch((error: unknown) => error);

    expect(broken).toMatchObject({
      name: 'DependencyError',
      message: expect.stringMatching(`^keys of ${issuerName}: expected a JSON Web Key Set, found `),
    });
    expect(String((broken as Error).stack)).not.toContain(token);
  });
});
