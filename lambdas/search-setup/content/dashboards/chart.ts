import { noSearchSource, type SavedObject, savedObject } from './saved-objects.js';

/** A Vega-Lite visualisation over one search. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Indices that are searched. */
  readonly index: string;
  /** Filters besides the dashboard's own and its times. */
  readonly filter?: readonly object[];
  readonly aggs: Readonly<Record<string, object>>;
  /** Path of the rows in the answer. */
  readonly rows: string;
  /** What Vega-Lite makes of the rows. */
  readonly view: Readonly<Record<string, unknown>>;
}

/** The body of a chart's search. What stands between per cents Dashboards fills in: its filters and its times. */
export function chartQuery({ filter = [], aggs }: Pick<Chart, 'filter' | 'aggs'>) {
  return {
    size: 0,
    query: {
      bool: {
        must: ['%dashboard_context-must_clause%'],
        filter: ['%dashboard_context-filter_clause%', { range: { '@timestamp': { '%timefilter%': true } } }, ...filter],
        must_not: ['%dashboard_context-must_not_clause%'],
      },
    },
    aggs,
  };
}

export function visualization({ id, title, description, index, rows, view, ...query }: Chart): SavedObject {
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    title: description,
    data: { url: { index, body: chartQuery(query) }, format: { property: rows } },
    ...view,
  };
  return savedObject('visualization', id, {
    title,
    description,
    version: 1,
    uiStateJSON: '{}',
    visState: JSON.stringify({ title, type: 'vega', aggs: [], params: { spec: JSON.stringify(spec, undefined, 2) } }),
    kibanaSavedObjectMeta: noSearchSource,
  });
}
