/** Where the token of a route's requests is; `none` for a route that takes none. */
export type TokenPlace = 'header' | 'query' | 'none';

/** A function with its routes, as the stack writes them into the environment. */
export type RouteGroup = readonly [functionName: string, routes: Readonly<Record<string, TokenPlace>>];

/** What there is at a route of the API. */
export interface KnownRoute {
  readonly functionName: string;
  readonly place: TokenPlace;
}

/** Every route of the API, by route key such as `POST /v1/telemetry`. */
export type Routes = ReadonlyMap<string, KnownRoute>;

export function routesOf(groups: readonly RouteGroup[]): Routes {
  return new Map(
    groups.flatMap(([functionName, routes]) =>
      Object.entries(routes).map(([routeKey, place]): [string, KnownRoute] => [routeKey, { functionName, place }]),
    ),
  );
}

/** Method and path of a route key. */
export function splitKey(routeKey: string): { readonly method: string; readonly path: string } {
  const [method = '', path = ''] = routeKey.split(' ');
  return { method, path };
}
