import { authorizeRequest } from '../../../lambdas/authorize/authorize-request.js';
import { refuse, type Verified } from '../../../lambdas/authorize/reasons.js';

const routeKey = 'POST /v1/telemetry';
const scopes = { [routeKey]: 'telemetry:write', 'POST /dataset/v1/request/submit': 'exhaust:request' };
const granted = { consumer: 'portal', scopes: ['telemetry:write'], channels: undefined };

async function authorize(identity: string | undefined, verified: Verified = granted, route = routeKey) {
  const asked: string[] = [];
  const refusals: (string | undefined)[][] = [];
  const answer = await authorizeRequest(
    { identitySource: identity === undefined ? [] : [identity, route], routeKey: route },
    scopes,
    {
      verify: async (token) => {
        asked.push(token);
        return verified;
      },
      onRefused: (reason, consumer) => void refusals.push([reason, consumer]),
    },
  );
  return { answer, asked, refusals };
}

describe('a request', () => {
  it('with the scope of its route goes on, with the name of its consumer and no channels', async () => {
    const { answer, refusals } = await authorize('Bearer a.b.c');

    expect(answer).toEqual({ isAuthorized: true, context: { consumer: 'portal', scopes: 'telemetry:write' } });
    expect(refusals).toEqual([]);
  });

  it('bound to channels goes on with them as JSON text', async () => {
    const { answer } = await authorize('Bearer a.b.c', { ...granted, channels: ['goa', 'delhi', 'd\udc00'] });

    expect(answer.context).toEqual({
      consumer: 'portal',
      scopes: 'telemetry:write',
      channels: '["goa","delhi","d\ufffd"]',
    });
  });

  it.each([['Bearer a.b.c'], ['bearer a.b.c'], ['BEARER  a.b.c '], ['a.b.c']])(
    'has its token found in "%s"',
    async (identity) => {
      const { asked } = await authorize(identity);

      expect(asked).toEqual(['a.b.c']);
    },
  );

  it('whose token has another scope than its route takes is refused', async () => {
    const { answer, refusals } = await authorize('Bearer a.b.c', granted, 'POST /dataset/v1/request/submit');

    expect(answer).toEqual({ isAuthorized: false });
    expect(refusals).toEqual([['scope', 'portal']]);
  });

  it('whose token is refused is, for its reason, which is told once', async () => {
    const { answer, refusals } = await authorize('Bearer a.b.c', refuse('expired', 'portal'));

    expect(answer).toEqual({ isAuthorized: false });
    expect(refusals).toEqual([['expired', 'portal']]);
  });

  it.each([['Bearer '], [''], [undefined]])(
    'without a token (%j) is refused before anything is asked',
    async (identity) => {
      const { answer, asked, refusals } = await authorize(identity);

      expect([answer, asked, refusals]).toEqual([{ isAuthorized: false }, [], [['missing', undefined]]]);
    },
  );

  it.each(['Bearer', 'bearer ', ' '])('with %j and no token is refused as one without', async (identity) => {
    const { answer, asked, refusals } = await authorize(identity);

    expect([answer, asked, refusals]).toEqual([{ isAuthorized: false }, [], [['missing', undefined]]]);
  });

  it('for a route of which no scope is known is an error: it must be neither open nor closed by mistake', async () => {
    await expect(authorize('Bearer a.b.c', granted, 'POST /new')).rejects.toThrow(
      'POST /new: expected a scope in ROUTE_SCOPES, found none.',
    );
  });
});
