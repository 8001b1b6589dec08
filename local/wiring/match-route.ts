/** A route that a request goes to. */
export interface RouteMatch<R> {
  /** As in the template, such as `GET /registry/v1/{kind}/{id}`. */
  readonly routeKey: string;
  readonly route: R;
  /** Values of the variables in its path, decoded; absent where it has none. */
  readonly pathParameters?: Readonly<Record<string, string>>;
}

/**
 * An HTTP API decodes the path before it looks for a route, as captures of its events show: so `%2F` is a slash like any
 * other, and stands in no variable.
 *
 * "Routes for HTTP APIs": a full match goes first, then one with path variables. A variable stands for one segment that
 * isn't empty; of several such routes the one that is literal for longer is taken.
 */
export function matchRoute<R>(routes: ReadonlyMap<string, R>, method: string, path: string): RouteMatch<R> | undefined {
  const decoded = decode(path);
  const exact = routes.get(`${method} ${decoded}`);
  if (exact !== undefined) return { routeKey: `${method} ${decoded}`, route: exact };
  const segments = decoded.split('/');
  const [best] = [...routes]
    .filter(([routeKey]) => routeKey.startsWith(`${method} `) && routeKey.includes('{'))
    .map(([routeKey, route]) => ({ routeKey, route, parts: routeKey.slice(method.length + 1).split('/') }))
    .filter(
      ({ parts }) => parts.length === segments.length && parts.every((part, at) => fits(part, segments[at] ?? '')),
    )
    .toSorted((a, b) => (variablesIn(a.parts) < variablesIn(b.parts) ? -1 : 1));
  if (!best) return undefined;
  const named = best.parts.flatMap((part, at) => {
    const name = variableOf(part);
    return name === undefined ? [] : [[name, segments[at] ?? '']];
  });
  return { routeKey: best.routeKey, route: best.route, pathParameters: Object.fromEntries(named) };
}

const variableOf = (part: string): string | undefined => /^\{([^}+]+)\}$/.exec(part)?.[1];
const fits = (part: string, segment: string): boolean =>
  variableOf(part) === undefined ? part === segment : segment !== '';
/** Such as `001` for `/registry/{id}`: the smaller is the more specific. */
const variablesIn = (parts: readonly string[]): string =>
  parts.map((part) => (variableOf(part) === undefined ? 0 : 1)).join('');

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
