/** A route that a request goes to. */
export interface RouteMatch<R> {
  /** As in the template, such as `GET /registry/v1/{kind}/{id}`. */
  readonly routeKey: string;
  readonly route: R;
  /** Values of the variables in its path, decoded; absent where it has none. */
  readonly pathParameters?: Readonly<Record<string, string>>;
}

/**
 * The route that an HTTP API of API Gateway takes.
 *
 * It decodes the path before it looks for one, as captures of its events show: so `%2F` is a slash like any other, and
 * stands in no variable.
 *
 * "Routes for HTTP APIs": a full match goes first, then one with path variables, then one with a greedy variable, such as
 * `/{proxy+}`, which catches the rest of a path. A variable stands for one segment that isn't empty; of several such
 * routes the one that is literal for longer is taken. Slashes count: AWS doesn't say if it joins doubled ones or drops a
 * last one, reports differ, and so nothing here relies on it.
 */
export function matchRoute<R>(routes: ReadonlyMap<string, R>, method: string, path: string): RouteMatch<R> | undefined {
  const decoded = decode(path);
  const exact = routes.get(`${method} ${decoded}`);
  if (exact !== undefined) return { routeKey: `${method} ${decoded}`, route: exact };
  const segments = decoded.split('/');
  const [best] = [...routes]
    .filter(([routeKey]) => routeKey.startsWith(`${method} `) && routeKey.includes('{'))
    .map(([routeKey, route]) => ({ routeKey, route, parts: routeKey.slice(method.length + 1).split('/') }))
    .filter(({ parts }) => fitsAll(parts, segments))
    .toSorted((a, b) => (variablesIn(a.parts) < variablesIn(b.parts) ? -1 : 1));
  if (!best) return undefined;
  return { routeKey: best.routeKey, route: best.route, pathParameters: valuesOf(best.parts, segments) };
}

type Parts = readonly string[];

const variableOf = (part: string): string | undefined => /^\{([^}+]+)\}$/.exec(part)?.[1];
const greedyOf = (part = ''): string | undefined => /^\{([^}+]+)\+\}$/.exec(part)?.[1];
const isVariable = (part: string): boolean => variableOf(part) !== undefined;
const fits = (part: string, segment: string): boolean => (isVariable(part) ? segment !== '' : part === segment);

function fitsAll(parts: Parts, segments: Parts): boolean {
  if (greedyOf(parts.at(-1)) === undefined) {
    return parts.length === segments.length && parts.every((part, at) => fits(part, segments[at] ?? ''));
  }
  const before = parts.slice(0, -1);
  const rest = segments.slice(before.length).join('/');
  return rest !== '' && before.every((part, at) => fits(part, segments[at] ?? ''));
}

/** Such as `001` for `/registry/{id}`: the smaller is the more specific. A greedy variable comes after all others. */
function variablesIn(parts: Parts): string {
  const isGreedy = greedyOf(parts.at(-1)) !== undefined;
  return `${isGreedy ? 1 : 0}${parts.map((part) => (part.startsWith('{') ? 1 : 0)).join('')}`;
}

function valuesOf(parts: Parts, segments: Parts): Record<string, string> {
  const named = parts.flatMap((part, at) => {
    const [name, greedy] = [variableOf(part), greedyOf(part)];
    if (greedy !== undefined) return [[greedy, segments.slice(at).join('/')]];
    return name === undefined ? [] : [[name, segments[at] ?? '']];
  });
  return Object.fromEntries(named);
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
