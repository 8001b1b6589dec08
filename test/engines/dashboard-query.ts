import type { SavedObject } from '../../lambdas/search-setup/content/dashboards/saved-objects.js';

/** What a saved Vega visualisation asks, and where in the answer its rows are. */
export interface DashboardQuery {
  readonly index: string;
  readonly body: object;
  readonly rows: string;
}

/** Reads it out of the saved object, as Dashboards does, over the times given. */
export function queryOf({ attributes }: SavedObject, times: { gte: string; lte: string }): DashboardQuery {
  const { params } = JSON.parse(String(attributes.visState));
  const { url, format } = JSON.parse(params.spec).data;
  return { index: url.index, body: fillIn(url.body, times) as object, rows: format.property };
}

/** Dashboards' OpenSearchQueryParser: the clauses of a dashboard without filters are none. */
function fillIn(part: unknown, times: object): unknown {
  if (Array.isArray(part)) {
    return part.filter((item) => !/^%dashboard_context-\w+_clause%$/.test(item)).map((item) => fillIn(item, times));
  }
  if (typeof part !== 'object' || part === null) return part;
  if ('%timefilter%' in part) return times;
  return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, fillIn(inner, times)]));
}

/** The value at `a.b.c`. */
export const at = (answer: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((part, key) => (part as Record<string, unknown>)?.[key], answer);
