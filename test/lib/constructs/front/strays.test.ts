import { allowedTo, granted } from '../../policies.js';
import { deployedStages, resourcesOf, synthesize, theOne } from '../../synthesize.js';

const routesOf = (template: ReturnType<typeof synthesize>) =>
  resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties);
const leadsToStrays = ({ Target }: { Target: unknown }) => JSON.stringify(Target).includes('StraysIntegration');
/** The environment's list of routes, with the logical ids of the functions in place of their names. */
const toldRoutes = (template: ReturnType<typeof synthesize>): [string, Record<string, string>][] => {
  const { ROUTES } = theOne(template, 'AWS::Lambda::Function', 'Strays').Properties.Environment.Variables;
  const [, parts] = ROUTES['Fn::Join'] as [string, (string | { Ref: string })[]];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : part.Ref)).join(''));
};

describe.each(deployedStages)('requests to %s that no route has', (stage) => {
  const template = synthesize(stage);

  it('are caught whatever their method, at the root too', () => {
    const keys = routesOf(template)
      .filter(leadsToStrays)
      .map(({ RouteKey }) => RouteKey);

    const methods = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'];
    expect(keys.toSorted()).toEqual(methods.flatMap((method) => [`${method} /`, `${method} /{proxy+}`]));
  });

  it('are never preflights: no route catches OPTIONS, so API Gateway answers those itself, whatever floods the rest', () => {
    for (const { RouteKey } of routesOf(template)) expect(RouteKey).toMatch(/^(GET|HEAD|POST|PUT|PATCH|DELETE) \//);
  });

  it('have the throttle of what a stranger calls most easily, and none of the concurrency that is kept for ingest', () => {
    const { RouteSettings } = theOne(template, 'AWS::ApiGatewayV2::Stage', 'Http').Properties;

    for (const { RouteKey } of routesOf(template).filter(leadsToStrays)) {
      expect(RouteSettings[RouteKey]).toEqual(RouteSettings['GET /health']);
    }
    expect(theOne(template, 'AWS::Lambda::Function', 'Ingest').id).not.toBe(
      theOne(template, 'AWS::Lambda::Function', 'Strays').id,
    );
  });

  it('are served by a function that knows every other route, its function, and where its token is', () => {
    const authorizers = Object.fromEntries(
      resourcesOf(template, 'AWS::ApiGatewayV2::Authorizer').map(([id, { Properties }]) => [id, Properties]),
    );
    const placeOf = ({ AuthorizationType, AuthorizerId }: Record<string, { Ref: string }>) => {
      if (String(AuthorizationType) !== 'CUSTOM') return 'none';
      const [source] = authorizers[AuthorizerId?.Ref ?? '']?.IdentitySource ?? [];
      return source === '$request.querystring.token' ? 'query' : 'header';
    };
    const others = routesOf(template).filter((route) => !leadsToStrays(route));

    const told = toldRoutes(template).flatMap(([, routes]) => Object.entries(routes));

    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(others.map((route) => [route.RouteKey, placeOf(route)])),
    );
    expect(told).toHaveLength(others.length);
  });

  it('may be handed on to the functions behind the routes, and to the authorizer, and do nothing else', () => {
    const wanted = ['Access', 'Devices', 'Exhaust', 'Ingest', 'Registry'].map(
      (part) => theOne(template, 'AWS::Lambda::Function', `${part}Function`).id,
    );

    for (const id of wanted) expect([id, allowedTo(template, 'Strays')(id)]).toEqual([id, ['lambda:InvokeFunction']]);
    const elsewhere = granted(template, 'Strays').filter((line) => !/^lambda:InvokeFunction /.test(line));
    expect(elsewhere.filter((line) => !/^logs:/.test(line))).toEqual([]);
    expect(granted(template, 'Strays').filter((line) => /^lambda:/.test(line))).toHaveLength(wanted.length);
  });

  it('have time for the slowest function behind a route, within the thirty seconds that API Gateway waits', () => {
    const strays = theOne(template, 'AWS::Lambda::Function', 'Strays').Properties;
    const behind = toldRoutes(template).map(([id]) => theOne(template, 'AWS::Lambda::Function', id).Properties.Timeout);

    expect(strays.Timeout).toBeLessThan(30);
    expect(Math.max(...behind)).toBe(Number(strays.Environment.Variables.TARGET_TIMEOUT_SECONDS));
    expect(strays.Timeout).toBeGreaterThan(Math.max(...behind));
  });

  it('fit into the 4 KB of a function’s environment', () => {
    const { Variables } = theOne(template, 'AWS::Lambda::Function', 'Strays').Properties.Environment;

    // A function's name is at most 64 characters long.
    expect(JSON.stringify(Variables).length + 64 * toldRoutes(template).length).toBeLessThan(4_096);
  });
});

describe('stage local', () => {
  it('has no authorizer to ask, and no route that wants one', () => {
    const template = synthesize('local');
    const { Variables } = theOne(template, 'AWS::Lambda::Function', 'Strays').Properties.Environment;

    expect(Variables).not.toHaveProperty('AUTHORIZER');
    expect(toldRoutes(template).flatMap(([, routes]) => Object.values(routes))).toEqual(
      expect.not.arrayContaining(['header', 'query']),
    );
  });
});
