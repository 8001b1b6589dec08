import { matchRoute } from '../shared/http/match-route.js';
import { nearestName } from '../shared/text/nearest-name.js';
import { cutText } from '../shared/text/well-formed.js';
import { type Routes, splitKey } from './routes.js';
import { straighten } from './straighten.js';

/** Characters of a path that an answer repeats. */
const maxShown = 100;

/** Why a request has no route, and which one was likely meant: for the text of a 404. */
export function nameNearest(routes: Routes, method: string, path: string): string {
  const shown = path.length > maxShown ? `${cutText(path, maxShown)}…` : path;
  const found = `found ${method} ${shown}`;
  const [single = path] = straighten(path);
  const atPath = [...routes.keys()].filter((key) => matchRoute(new Map([[key, key]]), splitKey(key).method, single));
  if (atPath.length > 0) {
    return `method: expected ${atPath.join(' or ')}, ${found}. Another method is not taken there.`;
  }
  const near = nearestOf(routes, method, single);
  if (near !== undefined) return `path: expected one that this API has, ${found}. The nearest is ${near}.`;
  return `path: expected one that this API has, ${found}. Telemetry goes to POST /v1/telemetry; GET /health says if it is taken.`;
}

/** Of the same method where two are as near; a known path behind another one is near, however long that is. */
function nearestOf(routes: Routes, method: string, path: string): string | undefined {
  const keys = [...routes.keys()].toSorted((a, b) => Number(isOf(method, b)) - Number(isOf(method, a)));
  const behind = keys
    .filter((key) => path.endsWith(splitKey(key).path))
    .toSorted((a, b) => splitKey(b).path.length - splitKey(a).path.length);
  if (behind[0] !== undefined) return behind[0];
  const filled = new Map(keys.toReversed().map((key) => [fill(splitKey(key).path, path), key]));
  const nearest = nearestName(path, [...filled.keys()].toReversed());
  return nearest === undefined ? undefined : filled.get(nearest);
}

const isOf = (method: string, routeKey: string): boolean => routeKey.startsWith(`${method} `);

/** A route's path with what a request has in place of the variables, so that only the rest is compared. */
function fill(pattern: string, path: string): string {
  const segments = path.split('/');
  const parts = pattern.split('/');
  if (parts.length !== segments.length) return pattern;
  return parts.map((part, at) => (part.startsWith('{') ? segments[at] : part)).join('/');
}
